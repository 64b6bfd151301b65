//! The order of a graceful shutdown.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use microcore::Result;
use microcore::app::App;
use microcore::call::HookFn;
use microcore::http::RouteFn;
use microcore::meta::ErasedHandler;
use microcore::meta::{HookMeta, PluginMeta, ReplyMeta, RouteMeta, ToolMeta};
use microcore::tool::ToolLifecycle;

use crate::support::{LOCATION, META, config, handler, request};

static SEEN: Mutex<Vec<&str>> = Mutex::new(Vec::new());

fn see(what: &'static str) {
    SEEN.lock().unwrap().push(what);
}

struct Named(&'static str);

impl ToolLifecycle for Named {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            see(self.0);
            if self.0 == "close B" {
                // Does not close by itself; the next one is closed all the same.
                std::future::pending::<()>().await;
            }
        })
    }
}

const fn tool(capability: &'static str, start: microcore::tool::ToolStart) -> ToolMeta {
    ToolMeta::new(capability, "", LOCATION, start)
}

static A: ToolMeta = tool("A", |_| Ok(Arc::new(Named("close A"))));
static B: ToolMeta = tool("B", |_| Ok(Arc::new(Named("close B"))));
static C: ToolMeta = tool("C", |_| Ok(Arc::new(Named("close C"))));

static PLUGIN: PluginMeta = PluginMeta::new("slow", "shop::domains::x::slow", "shop", LOCATION)
    .routes(&[RouteMeta::new(handler("slow", &[]), "GET", "/slow", ReplyMeta::Empty, |_| {
        Ok(ErasedHandler::new::<RouteFn>(Box::new(|_| {
            Box::pin(async {
                see("request begins");
                tokio::time::sleep(Duration::from_millis(400)).await;
                see("request ends");
                Ok(actix_web::HttpResponse::NoContent().finish())
            })
        })))
    })
    .path_location(LOCATION)])
    .on_stop(&[HookMeta::new(handler("farewell", &[]), |_| {
        Ok(ErasedHandler::new::<HookFn>(Box::new(|_| {
            see("on_stop");
            Box::pin(async { Ok(()) })
        })))
    })]);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_finish_then_plugins_stop_then_tools_close_in_reverse() {
    let config = config().with("kernel", "stop_timeout_ms", 300);
    let app = App::new(&META).plugins([&PLUGIN]).tools([&A, &B, &C]).config(config);
    let running = app.start().await.unwrap();
    let to = running.addresses()[0];
    let slow = tokio::spawn(async move { request(to, "GET", "/slow", None).await.status });
    while SEEN.lock().unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running.stop().await;
    assert_eq!(slow.await.unwrap(), 204);
    assert_eq!(
        *SEEN.lock().unwrap(),
        ["request begins", "request ends", "on_stop", "close C", "close B", "close A"]
    );
}
