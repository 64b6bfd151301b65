//! Two plugins: one stores users in `Db` and publishes an event, the other counts the
//! events in `State`. Written as the macros expand them.

use std::sync::Arc;

use microcore::call::{Argument, EventCall, SubscriberFn};
use microcore::data::{Event, Request, Response, View};
use microcore::events::Emit;
use microcore::http::{HttpCall, RouteFn};
use microcore::http::{Json, Path, Reply};
use microcore::meta::ErasedHandler;
use microcore::meta::{
    AppMeta, Arg, EventMeta, Migration, PluginMeta, ReplyMeta, RouteMeta, SubscriptionMeta,
};
use microcore::meta::{Mount, MountError};
use microcore::schema::{Field, Number, Schema, Shape, StructShape};
use microcore::tools::db::DbResultExt;
use microcore::tools::{Db, Log, State};
use microcore::validate::{Report, Validate};
use microcore::{Error, Result};

use crate::support::{LOCATION, handler};

/// What `app!` says of both.
pub static SHOP: AppMeta =
    AppMeta::new("shop", "0.1.0").plugins(&[&CREATE_USER, &WELCOME]).migrations(&[Migration::new(
        "users",
        "001_create_users",
        "CREATE TABLE users (id BIGSERIAL PRIMARY KEY, name TEXT NOT NULL, \
              email TEXT NOT NULL UNIQUE);",
    )]);

// ---- users::create_user ----------------------------------------------------

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateUser {
    name: String,
    email: String,
}

#[derive(serde::Serialize)]
struct CreatedUser {
    id: i64,
    name: String,
}

#[derive(serde::Serialize)]
struct UserCreated {
    id: i64,
    email: String,
}

async fn create(body: Json<CreateUser>, db: Db, created: Emit<UserCreated>) -> Result<CreatedUser> {
    let body = body.into_inner();
    let mut tx = db.begin().await?;
    let id: i64 = tx
        .fetch_scalar(
            "INSERT INTO users (name, email) VALUES ($1, $2) RETURNING id",
            (&body.name, &body.email),
        )
        .await
        .on_unique_violation(|| Error::conflict("email already in use"))?;
    created.emit_in(&mut tx, UserCreated { id, email: body.email }).await?;
    tx.commit().await?;
    Ok(CreatedUser { id, name: body.name })
}

const fn field(name: &'static str, shape: &'static Shape) -> Field {
    Field { name, doc: "", shape, required: true, rules: &[], line: 0 }
}

const I64: &Shape = &Shape::Integer(Number { bits: 64, signed: true });

macro_rules! schema {
    ($type:ident { $($name:literal: $shape:expr),* }) => {
        impl Schema for $type {
            const SHAPE: &'static Shape = &Shape::Struct(StructShape {
                name: stringify!($type),
                doc: "",
                fields: &[$(field($name, $shape)),*],
                closed: true,
            });
        }
    };
}

schema!(CreateUser { "name": &Shape::String, "email": &Shape::String });
schema!(CreatedUser { "id": I64, "name": &Shape::String });
schema!(UserCreated { "id": I64, "email": &Shape::String });

impl Validate for CreateUser {
    fn validate(&self, report: &mut Report) {
        microcore::validate::rules::length(report, "name", &self.name, Some(1), Some(100));
        microcore::validate::rules::email(report, "email", &self.email);
    }
}

impl Request for CreateUser {}
impl Response for CreatedUser {}
impl Event for UserCreated {
    const META: EventMeta =
        EventMeta::new("user.created", "UserCreated", <UserCreated as Schema>::SHAPE, LOCATION)
            .doc("A user now exists.");
}

fn mount_create(mount: &Mount<'_>) -> Result<ErasedHandler, MountError> {
    let a0 = <Json<CreateUser> as Argument<HttpCall>>::resolve(mount, "body")?;
    let a1 = <Db as Argument<HttpCall>>::resolve(mount, "db")?;
    let a2 = <Emit<UserCreated> as Argument<HttpCall>>::resolve(mount, "created")?;
    let a = Arc::new((a0, a1, a2));
    Ok(ErasedHandler::new::<RouteFn>(Box::new(move |mut call| {
        let a = a.clone();
        Box::pin(async move {
            let a0 = <Json<CreateUser> as Argument<HttpCall>>::take(&a.0, &mut call)?;
            let a1 = <Db as Argument<HttpCall>>::take(&a.1, &mut call)?;
            let a2 = <Emit<UserCreated> as Argument<HttpCall>>::take(&a.2, &mut call)?;
            Reply::reply(create(a0, a1, a2).await, call.route)
        })
    })))
}

pub static CREATE_USER: PluginMeta =
    PluginMeta::new("create_user", "shop::domains::users::create_user", "shop", LOCATION)
        .routes(&[RouteMeta::new(
            handler(
                "create",
                &[
                    Arg::new("body", <Json<CreateUser> as Argument<HttpCall>>::META),
                    Arg::new("db", <Db as Argument<HttpCall>>::META),
                    Arg::new("created", <Emit<UserCreated> as Argument<HttpCall>>::META),
                ],
            ),
            "POST",
            "/users",
            <Result<CreatedUser> as Reply>::META,
            mount_create,
        )
        .status(201)
        .path_location(LOCATION)])
        .events(&[<UserCreated as Event>::META]);

// ---- notifications::welcome ------------------------------------------------

#[derive(serde::Deserialize)]
struct NewUser {
    email: String,
}

schema!(NewUser { "email": &Shape::String });
impl View for NewUser {}

/// A plain `fn`, on the blocking pool.
fn greet(user: NewUser, state: State, log: Log) -> Result<()> {
    log.info(&format!("welcome {}", user.email));
    microcore::wait(state.increment(&user.email, 1, None)).map(drop)
}

fn mount_greet(mount: &Mount<'_>) -> Result<ErasedHandler, MountError> {
    let a1 = <State as Argument<EventCall>>::resolve(mount, "state")?;
    <Log as Argument<EventCall>>::resolve(mount, "log")?;
    let pool = mount.blocking();
    Ok(ErasedHandler::new::<SubscriberFn>(Box::new(move |mut call: EventCall| {
        let pool = pool.clone();
        let a0 = call.payload::<NewUser>();
        let a1 = <State as Argument<EventCall>>::take(&a1, &mut call);
        let a2 = <Log as Argument<EventCall>>::take(&(), &mut call);
        Box::pin(async move {
            let (a0, a1, a2) = (a0?, a1?, a2?);
            pool.run(move || greet(a0, a1, a2)).await?
        })
    })))
}

async fn greeted(email: Path<String>, state: State) -> Result<Vec<Greeted>> {
    let email = email.into_inner();
    let times = state.get::<i64>(&email).await?.unwrap_or(0);
    Ok(vec![Greeted { times }])
}

#[derive(serde::Serialize)]
struct Greeted {
    times: i64,
}

schema!(Greeted { "times": I64 });
impl Response for Greeted {}

fn mount_greeted(mount: &Mount<'_>) -> Result<ErasedHandler, MountError> {
    let a0 = <Path<String> as Argument<HttpCall>>::resolve(mount, "email")?;
    let a1 = <State as Argument<HttpCall>>::resolve(mount, "state")?;
    let a = Arc::new((a0, a1));
    Ok(ErasedHandler::new::<RouteFn>(Box::new(move |mut call| {
        let a = a.clone();
        Box::pin(async move {
            let a0 = <Path<String> as Argument<HttpCall>>::take(&a.0, &mut call)?;
            let a1 = <State as Argument<HttpCall>>::take(&a.1, &mut call)?;
            Reply::reply(greeted(a0, a1).await, call.route)
        })
    })))
}

pub static WELCOME: PluginMeta =
    PluginMeta::new("welcome", "shop::domains::notifications::welcome", "shop", LOCATION)
        .routes(&[RouteMeta::new(
            handler(
                "greeted",
                &[
                    Arg::new("email", <Path<String> as Argument<HttpCall>>::META),
                    Arg::new("state", <State as Argument<HttpCall>>::META),
                ],
            ),
            "GET",
            "/greeted/{email}",
            ReplyMeta::Json(<Vec<Greeted> as Schema>::SHAPE),
            mount_greeted,
        )
        .path_location(LOCATION)])
        .subscriptions(&[SubscriptionMeta::new(
            handler(
                "greet",
                &[
                    Arg::new("state", <State as Argument<EventCall>>::META),
                    Arg::new("log", <Log as Argument<EventCall>>::META),
                ],
            ),
            "user.created",
            <NewUser as Schema>::SHAPE,
            mount_greet,
        )
        .retries(3)
        .backoff_ms(10)
        .event_location(LOCATION)]);
