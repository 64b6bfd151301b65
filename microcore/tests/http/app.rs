//! An application, written as the macros expand it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use microcore::call::Argument;
use microcore::call::Mounted;
use microcore::config::Configuration;
use microcore::data::{Request, Response};
use microcore::events::{Bus, EventConfig};
use microcore::events::{DeadLetter, Traces};
use microcore::http::*;
use microcore::http::{HttpCall, RouteFn, SocketCall, SocketFn};
use microcore::meta::*;
use microcore::meta::{Mount, MountError};
use microcore::metrics::{Collector, Encoder, Registry};
use microcore::schema::{Field, Rule, Schema, Shape, StructShape};
use microcore::tool::{Proxy, Toolbox};
use microcore::validate::{Report, Validate, rules};
use microcore::{Error, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
macro_rules! shape {
    ($type:ident { $($field:ident: $kind:ty, $required:literal $(, $rule:expr)*;)* }) => {
        impl Schema for $type {
            const SHAPE: &'static Shape = &Shape::Struct(StructShape {
                name: stringify!($type),
                doc: concat!("What ", stringify!($type), " is."),
                fields: &[$(Field {
                    name: stringify!($field),
                    doc: "",
                    shape: <$kind as Schema>::SHAPE,
                    required: $required,
                    rules: &[$($rule),*],
                    line: line!(),
                }),*],
                closed: true,
            });
        }
    };
}

macro_rules! request {
    ($type:ident) => {
        impl Request for $type {}
        impl PathParams for $type {
            fn read(slots: &PathSlots, params: &Params) -> Result<Self> {
                slots.fields(params)
            }
        }
    };
}

macro_rules! unchecked {
    ($($type:ident),*) => {$(
        impl Validate for $type {
            fn validate(&self, _: &mut Report) {}
        }
        request!($type);
    )*};
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateUser {
    name: String,
    email: String,
    age: Option<u8>,
}

shape!(CreateUser {
    name: String, true, Rule::Length { min: Some(1), max: Some(10) };
    email: String, true, Rule::Email;
    age: Option<u8>, false;
});
request!(CreateUser);

impl Validate for CreateUser {
    fn validate(&self, report: &mut Report) {
        rules::length(report, "name", &self.name, Some(1), Some(10));
        rules::email(report, "email", &self.email);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    q: String,
    page: Option<u32>,
    #[serde(default)]
    tag: Vec<String>,
}

shape!(Search { q: String, true; page: Option<u32>, false; tag: Vec<String>, false; });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemPath {
    shop: String,
    item: u32,
}

shape!(ItemPath { shop: String, true; item: u32, true; });

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Caption {
    caption: String,
}

shape!(Caption { caption: String, true; });
unchecked!(Search, ItemPath, Caption);

#[derive(Serialize)]
pub(crate) struct Reading {
    text: String,
}

shape!(Reading { text: String, true; });
impl Response for Reading {}

fn reading(text: impl Into<String>) -> Reading {
    Reading { text: text.into() }
}

async fn ping() -> Result<Reading> {
    Ok(reading("pong"))
}

async fn create(body: Json<CreateUser>) -> Result<Reading> {
    let user = body.into_inner();
    Ok(reading(format!("{} {} {:?}", user.name, user.email, user.age)))
}

async fn get_user(id: Path<i64>) -> Result<Reading> {
    match *id {
        0 => Err(Error::not_found("no such user")),
        id => Ok(reading(format!("user {id}"))),
    }
}

async fn delete_user(_id: Path<i64>) -> Result<()> {
    Ok(())
}

async fn item(at: Path<ItemPath>) -> Result<Reading> {
    Ok(reading(format!("{} {}", at.shop, at.item)))
}

async fn search(query: Query<Search>) -> Result<Reading> {
    Ok(reading(format!("{} {:?} {:?}", query.q, query.page, query.tag)))
}

async fn login(form: Form<Caption>) -> Result<With<Reading>> {
    let cookie = Cookie::new(SESSION_COOKIE, "s3cret");
    Ok(With::new(reading(&form.caption)).cookie(cookie).header("x-extra", "1"))
}

async fn upload(body: Multipart<Caption>) -> Result<Reading> {
    let Some(file) = body.file("image") else { return Err(Error::unprocessable("no image")) };
    let content = file.read().await?;
    assert_eq!(content.len() as u64, file.size());
    assert!(file.path().exists());
    Ok(reading(format!(
        "{} {:?} {:?} {} {}",
        body.caption,
        file.file_name(),
        file.content_type(),
        file.size(),
        file.path().display(),
    )))
}

async fn me(identity: Identity) -> Result<Reading> {
    Ok(reading(identity.subject))
}

async fn fail() -> Result<Reading> {
    "no number".parse::<u8>()?;
    Ok(reading(""))
}

async fn crash() -> Result<Reading> {
    panic!("the handler's own secret")
}

async fn slow() -> Result<Reading> {
    std::future::pending().await
}

/// Set once a request has reached `late`.
pub(crate) static LATE_BEGUN: AtomicBool = AtomicBool::new(false);

async fn late() -> Result<Reading> {
    LATE_BEGUN.store(true, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok(reading("late"))
}

async fn events() -> Result<Sse<Reading>> {
    let first = SseEvent::new(reading("a\nb")).name("first").id("1");
    let two = stream::iter([first, SseEvent::new(reading("second"))]);
    Ok(Sse::events(two.chain(stream::pending())).keep_alive(Duration::from_millis(50)))
}

async fn list() -> Result<Page<Reading>> {
    Ok(Page::new(vec![reading("one")], 7, 1, 3))
}

async fn plain_list() -> Vec<Reading> {
    vec![reading("one"), reading("two")]
}

async fn large() -> Result<Reading> {
    Ok(reading("x".repeat(20_000)))
}

async fn go() -> Result<Redirect> {
    Ok(Redirect::to("/ping"))
}

async fn bytes() -> Result<File> {
    Ok(File::bytes(&b"\x00\x01"[..], "image/png").name("a \"b\".png"))
}

async fn on_disk() -> Result<File> {
    Ok(File::open(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).content_type("text/plain"))
}

async fn echo(mut socket: WebSocket, room: Path<String>) -> Result<()> {
    while let Some(message) = socket.recv().await {
        match message {
            Message::Text(text) if text == "crash" => panic!("in a socket"),
            Message::Text(text) if text == "bye" => {
                socket.close("done").await;
                return Ok(());
            }
            Message::Text(text) => socket.send_text(format!("{}: {text}", *room)).await?,
            Message::Binary(bytes) => socket.send_binary(bytes).await?,
        }
    }
    Ok(())
}

async fn private(mut socket: WebSocket, identity: Identity) -> Result<()> {
    socket.send_json(&reading(identity.subject)).await
}

/// What a `#[route]` or `#[websocket]` expands to.
macro_rules! adapter {
    ($call:ty, $erased:ty, $function:ident($($arg:ident: $type:ty),*), $given:ident => $end:expr) => {
        #[allow(unused_mut, unused_variables)]
        pub(crate) fn $function(mount: &Mount<'_>) -> Result<ErasedHandler, MountError> {
            let sources =
                Arc::new(($(<$type as Argument<$call>>::resolve(mount, stringify!($arg))?,)*));
            Ok(ErasedHandler::new::<$erased>(Box::new(move |mut $given| {
                let sources = sources.clone();
                Box::pin(async move {
                    let ($($arg,)*) = &*sources;
                    $(let $arg = <$type as Argument<$call>>::take($arg, &mut $given)?;)*
                    $end
                })
            })))
        }
    };
}

pub(crate) mod mounts {
    use super::*;

    macro_rules! routes {
        ($($function:ident($($arg:ident: $type:ty),*);)*) => {
            $(adapter!(
                HttpCall, RouteFn, $function($($arg: $type),*),
                call => Reply::reply(super::$function($($arg),*).await, call.route)
            );)*
        };
    }

    macro_rules! sockets {
        ($($function:ident($($arg:ident: $type:ty),*);)*) => {
            $(adapter!(
                SocketCall, SocketFn, $function($($arg: $type),*),
                call => super::$function($($arg),*).await
            );)*
        };
    }

    routes! {
        ping();
        create(body: Json<CreateUser>);
        get_user(id: Path<i64>);
        delete_user(id: Path<i64>);
        item(at: Path<ItemPath>);
        search(query: Query<Search>);
        login(form: Form<Caption>);
        upload(body: Multipart<Caption>);
        me(identity: Identity);
        fail();
        crash();
        slow();
        late();
        events();
        list();
        plain_list();
        large();
        go();
        bytes();
        on_disk();
    }

    sockets! {
        echo(socket: WebSocket, room: Path<String>);
        private(socket: WebSocket, identity: Identity);
    }
}

pub(crate) const LOCATION: SourceLocation = SourceLocation { file: "app.rs", line: 1, column: 1 };

const fn arg<C, A: Argument<C>>(name: &'static str) -> Arg {
    Arg::new(name, A::META)
}

const fn handler(name: &'static str, doc: &'static str, args: &'static [Arg]) -> HandlerMeta {
    HandlerMeta::new(name, LOCATION).doc(doc).args(args)
}

pub(crate) const fn route<R: Reply>(
    method: &'static str,
    path: &'static str,
    name: &'static str,
    args: &'static [Arg],
    mount: MountFn,
) -> RouteMeta {
    RouteMeta::new(
        handler(name, "One line.\n\nAnd more of it.", args),
        method,
        path,
        R::META,
        mount,
    )
    .path_location(LOCATION)
}

const fn socket(
    path: &'static str,
    name: &'static str,
    args: &'static [Arg],
    mount: MountFn,
) -> WebSocketMeta {
    WebSocketMeta::new(handler(name, "A socket.", args), path, mount).path_location(LOCATION)
}

type One = Result<Reading>;

static ROUTES: [RouteMeta; 21] = [
    route::<One>("GET", "/ping", "ping", &[], mounts::ping),
    route::<One>(
        "POST",
        "/users",
        "create",
        &[arg::<HttpCall, Json<CreateUser>>("body")],
        mounts::create,
    )
    .status(201),
    route::<One>(
        "GET",
        "/users/{id}",
        "get_user",
        &[arg::<HttpCall, Path<i64>>("id")],
        mounts::get_user,
    ),
    route::<Result<()>>(
        "DELETE",
        "/users/{id}",
        "delete_user",
        &[arg::<HttpCall, Path<i64>>("id")],
        mounts::delete_user,
    ),
    route::<One>(
        "GET",
        "/shops/{shop}/items/{item}",
        "item",
        &[arg::<HttpCall, Path<ItemPath>>("at")],
        mounts::item,
    ),
    route::<One>(
        "GET",
        "/search",
        "search",
        &[arg::<HttpCall, Query<Search>>("query")],
        mounts::search,
    ),
    route::<Result<With<Reading>>>(
        "POST",
        "/login",
        "login",
        &[arg::<HttpCall, Form<Caption>>("form")],
        mounts::login,
    ),
    route::<One>(
        "POST",
        "/upload",
        "upload",
        &[arg::<HttpCall, Multipart<Caption>>("body")],
        mounts::upload,
    )
    .body_limit(300_000),
    route::<One>("GET", "/me", "me", &[arg::<HttpCall, Identity>("identity")], mounts::me),
    route::<One>("POST", "/admin", "admin", &[arg::<HttpCall, Identity>("identity")], mounts::me)
        .roles(&["admin", "owner"]),
    route::<One>("GET", "/fail", "fail", &[], mounts::fail),
    route::<One>("GET", "/crash", "crash", &[], mounts::crash),
    route::<One>("GET", "/slow", "slow", &[], mounts::slow).timeout_ms(50),
    route::<One>("GET", "/late", "late", &[], mounts::late),
    route::<Result<Sse<Reading>>>("GET", "/events", "events", &[], mounts::events),
    route::<Result<Page<Reading>>>("GET", "/list", "list", &[], mounts::list),
    route::<Vec<Reading>>("GET", "/plain-list", "plain_list", &[], mounts::plain_list),
    route::<One>("GET", "/large", "large", &[], mounts::large),
    route::<Result<Redirect>>("GET", "/go", "go", &[], mounts::go),
    route::<Result<File>>("GET", "/bytes", "bytes", &[], mounts::bytes),
    route::<Result<File>>("GET", "/on-disk", "on_disk", &[], mounts::on_disk),
];

static SOCKETS: [WebSocketMeta; 2] = [
    socket(
        "/echo/{room}",
        "echo",
        &[arg::<SocketCall, WebSocket>("socket"), arg::<SocketCall, Path<String>>("room")],
        mounts::echo,
    ),
    socket(
        "/private",
        "private",
        &[arg::<SocketCall, WebSocket>("socket"), arg::<SocketCall, Identity>("identity")],
        mounts::private,
    ),
];

pub(crate) static PLUGIN: PluginMeta =
    PluginMeta::new("demo", "shop::domains::users::demo::demo", "shop", LOCATION)
        .routes(&ROUTES)
        .websockets(&SOCKETS);

pub(crate) static APP: AppMeta = AppMeta::new("demo", "1.2.3");

pub(crate) struct TestSystem {
    bus: Bus,
    ready: bool,
    panics: bool,
}

impl TestSystem {
    fn new() -> Self {
        Self { bus: Bus::new(EventConfig::default()), ready: true, panics: false }
    }

    /// Is not ready yet.
    pub(crate) fn that_starts() -> Arc<Self> {
        Arc::new(Self { ready: false, ..Self::new() })
    }

    /// Panics when it is asked for its status.
    pub(crate) fn that_panics() -> Arc<Self> {
        Arc::new(Self { panics: true, ..Self::new() })
    }
}

impl System for TestSystem {
    fn live(&self) -> bool {
        true
    }

    fn ready(&self) -> bool {
        self.ready
    }

    fn status(&self) -> serde_json::Value {
        assert!(!self.panics, "the status");
        serde_json::json!({"plugins": 1})
    }

    fn causal_tree(&self) -> &Traces {
        self.bus.traces()
    }

    fn dead_letters(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        self.bus.dead_letters(limit).boxed()
    }

    fn dead_letter(&self, id: Uuid) -> BoxFuture<'_, Result<DeadLetter>> {
        self.bus.dead_letter(id).boxed()
    }

    fn replay(&self, id: Uuid) -> BoxFuture<'_, Result<()>> {
        self.bus.replay(id).boxed()
    }

    fn discard(&self, id: Uuid) -> BoxFuture<'_, Result<()>> {
        self.bus.discard(id).boxed()
    }
}

struct Demo;

impl Collector for Demo {
    fn collect(&self, encoder: &mut Encoder<'_>) -> std::fmt::Result {
        encoder.counter("demo", "What the application counts.", [([], 1)])
    }
}

fn demo_metrics() -> Registry {
    let mut metrics = Registry::default();
    metrics.register(Arc::new(Demo));
    metrics
}

/// Knows two tokens.
struct Guard;

impl Authenticator for Guard {
    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Identity>> {
        async move {
            let (Credentials::Bearer(token) | Credentials::Session(token)) = credentials;
            let roles = match token {
                "admin" => vec!["admin".to_owned()],
                "ada" => vec![],
                _ => return Err(Error::unauthorized("the token is not valid")),
            };
            Ok(Identity { subject: token.to_owned(), roles, session: None })
        }
        .boxed()
    }
}

/// The plan of the whole application; `down` is the state of what `/on-disk` needs.
pub(crate) fn plan(http: HttpConfig, down: Option<Arc<Proxy>>) -> ServerPlan {
    let (toolbox, config) = (Toolbox::default(), Configuration::empty());
    let mount = |handler, path| Mount {
        plugin: &PLUGIN,
        handler,
        path: Some(path),
        toolbox: &toolbox,
        config: &config,
    };
    ServerPlan {
        app: &APP,
        plugins: vec![&PLUGIN],
        config: HttpConfig { bind: "127.0.0.1:0".to_owned(), workers: 2, ..http },
        routes: ROUTES
            .iter()
            .map(|meta| {
                let call = (meta.mount)(&mount(&meta.handler, meta.path)).unwrap();
                let needs = down.iter().filter(|_| meta.path == "/on-disk").cloned().collect();
                Mounted::new(&PLUGIN, meta, call.downcast().unwrap(), needs)
            })
            .collect(),
        sockets: SOCKETS
            .iter()
            .map(|meta| {
                let call = (meta.mount)(&mount(&meta.handler, meta.path)).unwrap();
                Mounted::new(&PLUGIN, meta, call.downcast().unwrap(), Vec::new())
            })
            .collect(),
        authenticator: Some(Arc::new(Guard)),
        system: Arc::new(TestSystem::new()),
        metrics: demo_metrics(),
        system_token: Some(microcore::Secret::new("sys".to_owned())),
        configure: None,
    }
}

/// A server on a thread of its own; it stops when this is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) stop: Shutdown,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Running {
    pub(crate) fn start(plan: ServerPlan) -> Self {
        let server = Server::bind(plan).unwrap();
        let (address, stop) = (server.addresses()[0], server.stop_handle());
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()?
                .block_on(server.run())
        });
        Self { address, stop, thread: Some(thread) }
    }

    /// Waits until the server has stopped.
    pub(crate) fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap().unwrap();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        self.join();
    }
}

pub(crate) fn serve() -> Running {
    Running::start(plan(HttpConfig::default(), None))
}

pub(crate) fn serve_with(config: HttpConfig) -> Running {
    Running::start(plan(config, None))
}
