//! Degraded mode: a backend that is down at startup.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::BoxFuture;
use microcore::app::App;
use microcore::call::HookFn;
use microcore::events::{TraceKind, TraceNode};
use microcore::http::RouteFn;
use microcore::meta::ErasedHandler;
use microcore::meta::{Arg, ArgMeta, HookMeta, PluginMeta, ReplyMeta, RouteMeta, ToolMeta};
use microcore::tool::{Circuit, ToolLifecycle};
use microcore::{Error, Result};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{LOCATION, META, config, handler, request, until};

/// Healthy while a server listens there.
struct Socket(SocketAddr);

impl ToolLifecycle for Socket {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async {
            match TcpStream::connect(self.0).await {
                Ok(_) => Ok(()),
                Err(error) => Err(Error::unavailable("no one listens").with_source(error)),
            }
        })
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        self.connect()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

static TOOL: ToolMeta = ToolMeta::new("Socket", "TcpStream", LOCATION, |startup| {
    let address: String = startup.config.read::<SocketSettings>("socket")?.address;
    let address = address
        .parse()
        .map_err(|_| Default::default())
        .map_err(|error: microcore::config::ConfigError| error)?;
    Ok(Arc::new(Socket(address)))
});

#[derive(serde::Deserialize)]
struct SocketSettings {
    address: String,
}

static STARTED: AtomicUsize = AtomicUsize::new(0);

const fn route(path: &'static str, args: &'static [Arg]) -> RouteMeta {
    RouteMeta::new(handler("get", args), "GET", path, ReplyMeta::Empty, |_| {
        Ok(ErasedHandler::new::<RouteFn>(Box::new(|_| {
            Box::pin(async { Ok(actix_web::HttpResponse::NoContent().finish()) })
        })))
    })
    .path_location(LOCATION)
}

const NEEDS: &[Arg] = &[Arg::new("socket", ArgMeta::Capability("Socket"))];

static PLUGIN: PluginMeta = PluginMeta::new("needy", "shop::domains::x::needy", "shop", LOCATION)
    .routes(&[route("/with", NEEDS), route("/without", &[])])
    .on_start(&[HookMeta::new(handler("prepare", NEEDS), |_| {
        Ok(ErasedHandler::new::<HookFn>(Box::new(|_| {
            STARTED.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Ok(()) })
        })))
    })]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handlers_of_a_lost_backend_are_503_until_it_recovers_and_others_work() {
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let config = config().with("socket", "address", address.to_string());
    let app = App::new(&META).plugins([&PLUGIN]).tools([&TOOL]).config(config);
    let running = app.start().await.unwrap();
    let to = running.addresses()[0];
    let status = async |path: &str| request(to, "GET", path, None).await.status;

    assert_eq!(running.circuit("Socket"), Some(Circuit::Open));
    let answer = request(to, "GET", "/with", None).await;
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.head.contains("\r\nretry-after: 1"), "{answer:?}");
    assert_eq!(status("/without").await, 204);
    assert_eq!(status("/system/ready").await, 200);
    let told = request(to, "GET", "/system/status", None).await.json();
    assert_eq!(
        (&told["state"], &told["tools"][0]["circuit"]),
        (&"degraded".into(), &"open".into())
    );
    assert!(told["tools"][0]["error"].as_str().unwrap().starts_with("no one listens"));
    assert_eq!(STARTED.load(Ordering::Relaxed), 0, "a hook ran without what it needs");

    let listener = TcpListener::bind(address).await.unwrap();
    until("the backend is back", || async { status("/with").await == 204 }).await;
    assert_eq!(running.circuit("Socket"), Some(Circuit::Closed));
    until("the hook", || async { STARTED.load(Ordering::Relaxed) == 1 }).await;
    let traces = running.bus().traces();
    let is_hook = |node: &TraceNode| node.kind == TraceKind::Hook && node.cause.is_none();
    until("the hook's node", || async { traces.nodes().iter().any(is_hook) }).await;

    drop(listener);
    until("it is lost again", || async { status("/with").await == 503 }).await;
    assert_eq!(status("/without").await, 204);
    running.stop().await;
}
