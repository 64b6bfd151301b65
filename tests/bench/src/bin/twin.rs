//! The same endpoints as `micro`, hand-written on actix-web: the same
//! answers, headers and limits.

use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, Responder, ResponseError, web};
use microcore_bench::kind::feature_path;
use microcore_bench::server::Arguments;
use microcore_bench::store::Store;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

#[derive(Serialize)]
struct Pong {
    pong: bool,
}

async fn ping() -> impl Responder {
    web::Json(Pong { pong: true })
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default)]
    verbose: bool,
}

#[derive(Serialize)]
struct User {
    id: i64,
    name: String,
    email: Option<String>,
}

async fn get_user(
    id: web::Path<i64>,
    detail: web::Query<Detail>,
    store: web::Data<Store>,
) -> Result<web::Json<User>, Problem> {
    let user = store.get(*id).ok_or(Problem::status(StatusCode::NOT_FOUND, "no such user"))?;
    let email = detail.verbose.then_some(user.email);
    Ok(web::Json(User { id: user.id, name: user.name, email }))
}

#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct CreateUser {
    #[validate(length(min = 1, max = 100))]
    name: String,
    #[validate(email)]
    email: String,
    #[validate(length(min = 8))]
    password: String,
}

async fn create_user(
    body: web::Json<CreateUser>,
    store: web::Data<Store>,
) -> Result<HttpResponse, Problem> {
    body.validate().map_err(Problem::invalid)?;
    let CreateUser { name, email, password: _ } = body.into_inner();
    let user = store.add(name, email);
    Ok(HttpResponse::Created().json(User { id: user.id, name: user.name, email: Some(user.email) }))
}

#[derive(Serialize)]
struct Item {
    id: i64,
}

async fn get_item(id: web::Path<i64>) -> impl Responder {
    web::Json(Item { id: id.into_inner() })
}

async fn not_found(request: HttpRequest) -> HttpResponse {
    Problem::status(StatusCode::NOT_FOUND, "no route matches this path")
        .at(request.path())
        .error_response()
}

/// RFC 9457.
#[derive(Debug, Serialize)]
struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Violation>,
}

#[derive(Debug, Serialize)]
struct Violation {
    pointer: String,
    rule: String,
    message: String,
}

impl Problem {
    fn status(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: detail.into(),
            instance: None,
            errors: Vec::new(),
        }
    }

    fn at(mut self, path: &str) -> Self {
        self.instance = Some(path.to_owned());
        self
    }

    fn invalid(errors: ValidationErrors) -> Self {
        let detail = "validation failed; see `errors`";
        let mut problem = Self::status(StatusCode::UNPROCESSABLE_ENTITY, detail);
        for (field, kind) in errors.into_errors() {
            let ValidationErrorsKind::Field(errors) = kind else { continue };
            problem.errors.extend(errors.into_iter().map(|error| Violation {
                pointer: format!("/{field}"),
                message: error.message.as_deref().unwrap_or(&error.code).to_owned(),
                rule: error.code.into_owned(),
            }));
        }
        problem
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code()).content_type("application/problem+json").json(self)
    }
}

/// Echoes the request's id, or numbers it.
async fn request_id(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    const NAME: HeaderName = HeaderName::from_static("x-request-id");
    let id = match request.headers().get(NAME) {
        Some(given) if given.len() <= 64 => given.clone(),
        _ => {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            HeaderValue::try_from(format!("{:08x}-{number:x}", std::process::id()))?
        }
    };
    let mut response = next.call(request).await?;
    response.headers_mut().insert(NAME, id);
    Ok(response)
}

fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("x-content-type-options", "nosniff"))
        .add(("x-frame-options", "DENY"))
        .add(("referrer-policy", "no-referrer"))
        .add(("content-security-policy", "default-src 'none'; frame-ancestors 'none'"))
}

fn main() -> microcore_bench::Result<()> {
    actix_web::rt::System::new().block_on(serve())
}

async fn serve() -> microcore_bench::Result<()> {
    let Arguments { address, routes } = Arguments::read()?;
    let store = web::Data::new(Store::default());
    HttpServer::new(move || {
        let json = web::JsonConfig::default().limit(1024 * 1024).error_handler(|error, _| {
            Problem::status(StatusCode::BAD_REQUEST, error.to_string()).into()
        });
        let mut app = App::new()
            .app_data(store.clone())
            .app_data(json)
            .wrap(security_headers())
            .wrap(from_fn(request_id))
            .route("/ping", web::get().to(ping))
            .route("/users/{id}", web::get().to(get_user))
            .route("/users", web::post().to(create_user));
        for number in 0..routes {
            app = app.route(&feature_path(number), web::get().to(get_item));
        }
        app.default_service(web::route().to(not_found))
    })
    .workers(1)
    .tcp_nodelay(true)
    .bind(address)?
    .run()
    .await?;
    Ok(())
}
