//! A real process and real signals: this test program, told to serve.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use microcore::app::App;
use microcore::http::RouteFn;
use microcore::meta::ErasedHandler;
use microcore::meta::{PluginMeta, ReplyMeta, RouteMeta};

use crate::support::{META, SITE, handler, request, settings};

static PLUGIN: PluginMeta = PluginMeta {
    routes: &[RouteMeta {
        handler: handler("slow", &[]),
        method: "GET",
        path: "/slow",
        status: 0,
        roles: &[],
        body_limit: 0,
        timeout_ms: 0,
        reply: ReplyMeta::Empty,
        path_site: SITE,
        mount: |_| {
            Ok(ErasedHandler::new::<RouteFn>(Box::new(|_| {
                Box::pin(async {
                    tokio::time::sleep(Duration::from_millis(1500)).await;
                    Ok(actix_web::HttpResponse::NoContent().finish())
                })
            })))
        },
    }],
    ..PluginMeta::new("slow", "shop::domains::x::slow", "shop", SITE)
};

/// The process that the other tests start; alone it does nothing.
#[test]
fn child() {
    if std::env::var_os("MICROCORE_TEST_SERVE").is_none() {
        return;
    }
    let app = App::new(&META).plugins([&PLUGIN]).settings(settings());
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    std::process::exit(app.command(["shop".into()], &mut out, &mut err).into());
}

struct Served {
    child: Child,
    address: SocketAddr,
    said: String,
}

fn serve() -> Served {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["signals::child", "--exact", "--nocapture"])
        .env("MICROCORE_TEST_SERVE", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = String::new();
    let mut address = None;
    for line in &mut lines {
        let line = line.unwrap();
        said += &format!("{line}\n");
        address = address.or_else(|| line.trim().strip_prefix("http://")?.parse().ok());
        if line == "Ctrl-C stops it." {
            break;
        }
    }
    // What it says later must not block it.
    std::thread::spawn(move || lines.for_each(drop));
    Served { child, address: address.unwrap_or_else(|| panic!("no address in {said}")), said }
}

impl Served {
    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    fn ended(mut self) -> (Option<i32>, String) {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(20) {
                self.child.kill().unwrap();
                panic!("it did not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_lets_the_request_in_flight_finish_and_exits_0() {
    for name in ["-TERM", "-INT"] {
        let served = serve();
        assert!(served.said.contains("1 plugin, 1 route, 0 subscriptions, 0 jobs, 0 tools"));
        let to = served.address;
        let slow = tokio::spawn(async move { request(to, "GET", "/slow", None).await.status });
        tokio::time::sleep(Duration::from_millis(300)).await;
        served.signal(name);
        assert_eq!(slow.await.unwrap(), 204, "{name}");
        let (code, said) = served.ended();
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("stopped"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_signal_does_not_wait() {
    let served = serve();
    let to = served.address;
    let slow = tokio::spawn(async move {
        let stream = tokio::net::TcpStream::connect(to).await.unwrap();
        stream.try_write(b"GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        tokio::time::sleep(Duration::from_secs(2)).await;
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let start = Instant::now();
    served.signal("-TERM");
    tokio::time::sleep(Duration::from_millis(100)).await;
    served.signal("-TERM");
    let (code, said) = served.ended();
    assert_eq!(code, Some(130), "{said}");
    assert!(start.elapsed() < Duration::from_millis(1100), "{:?}", start.elapsed());
    slow.abort();
}
