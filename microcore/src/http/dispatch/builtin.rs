//! The framework's own pages: documentation and `/system`.

use actix_web::body::{BodyStream, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::StreamExt;
use serde_json::json;

use super::{Dispatcher, history};
use crate::http::reply::{bytes_of, json as json_answer};
use crate::http::{Params, Shutdown, system};
use microcore_core::error::Result;

/// One of the framework's own pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    OpenApi,
    Docs,
    DocsScript,
    DocsStyle,
    Live,
    Ready,
    Status,
    Metrics,
    Traces,
    DeadLetters,
    DeadLetter,
    Discard,
    Replay,
}

impl Builtin {
    pub(super) fn all(docs: bool) -> Vec<Self> {
        let mut all = vec![Self::Live, Self::Ready, Self::Status, Self::Metrics, Self::Traces];
        all.extend([Self::DeadLetters, Self::DeadLetter, Self::Discard, Self::Replay]);
        if docs {
            all.extend([Self::OpenApi, Self::Docs, Self::DocsScript, Self::DocsStyle]);
        }
        all
    }

    pub(super) fn method(self) -> &'static str {
        match self {
            Self::Discard => "DELETE",
            Self::Replay => "POST",
            _ => "GET",
        }
    }

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::OpenApi => "/openapi.json",
            Self::Docs => "/docs",
            Self::DocsScript => "/docs/app.js",
            Self::DocsStyle => "/docs/style.css",
            Self::Live => "/system/live",
            Self::Ready => "/system/ready",
            Self::Status => "/system/status",
            Self::Metrics => "/system/metrics",
            Self::Traces => "/system/traces",
            Self::DeadLetters => "/system/dead-letters",
            Self::DeadLetter | Self::Discard => "/system/dead-letters/{id}",
            Self::Replay => "/system/dead-letters/{id}/replay",
        }
    }

    /// Whether everybody may see it.
    fn is_public(self) -> bool {
        matches!(self, Self::OpenApi | Self::Docs | Self::DocsScript | Self::DocsStyle)
    }

    /// Whether the answer stays in no cache.
    pub(super) fn is_private(self) -> bool {
        !self.is_public()
    }

    pub(super) async fn answer(
        self,
        dispatcher: &Dispatcher,
        request: &HttpRequest,
        params: &Params,
    ) -> Result<HttpResponse> {
        if !self.is_public() && !matches!(self, Self::Live | Self::Ready) {
            system::admit(request, dispatcher.system_token.as_ref())?;
        }
        let (system, query) = (&*dispatcher.system, request.query_string());
        Ok(match self {
            Self::OpenApi => text("application/json", dispatcher.openapi.clone()),
            Self::Docs => page("text/html; charset=utf-8", include_str!("../docs/index.html")),
            Self::DocsScript => {
                page("text/javascript; charset=utf-8", include_str!("../docs/app.js"))
            }
            Self::DocsStyle => page("text/css; charset=utf-8", include_str!("../docs/style.css")),
            Self::Live => state(dispatcher.system.live(), "live"),
            Self::Ready => {
                state(dispatcher.system.ready() && !dispatcher.stop.is_stopping(), "ready")
            }
            Self::Status => {
                json_answer(StatusCode::OK, serde_json::to_vec(&dispatcher.system.status())?)
            }
            Self::Traces => history::traces(system, query)?,
            Self::DeadLetters => history::dead_letters(system, query).await?,
            Self::DeadLetter => history::dead_letter(system, params).await?,
            Self::Discard => history::discard(system, params).await?,
            Self::Replay => history::replay(system, params).await?,
            Self::Metrics => {
                text("text/plain; version=0.0.4; charset=utf-8", dispatcher.metrics().into())
            }
        })
    }
}

fn state(fine: bool, name: &str) -> HttpResponse {
    let status = match fine {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    json_answer(status, json!({ name: fine }).to_string().into_bytes())
}

fn text(content_type: &'static str, bytes: Bytes) -> HttpResponse {
    bytes_of(StatusCode::OK, HeaderValue::from_static(content_type), bytes)
}

/// The documentation runs its own script and talks to its own server, nothing else.
fn page(content_type: &'static str, content: &'static str) -> HttpResponse {
    let mut response = text(content_type, Bytes::from_static(content.as_bytes()));
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                  base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// Ends a streamed answer when the server stops.
pub(super) fn until_stop(response: HttpResponse, stop: Shutdown) -> HttpResponse {
    response
        .map_body(|_, body| {
            let mut body = Box::pin(body);
            let chunks = futures_util::stream::poll_fn(move |cx| body.as_mut().poll_next(cx));
            let stopping = async move { stop.stopping().await };
            BodyStream::new(chunks.take_until(Box::pin(stopping)))
        })
        .map_into_boxed_body()
}
