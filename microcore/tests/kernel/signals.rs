//! Real signals to a real process: this test program, started with `serve`.
#![cfg(unix)]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use microcore::app::App;
use microcore::http::RouteFn;
use microcore::meta::ErasedHandler;
use microcore::meta::{PluginMeta, ReplyMeta, RouteMeta};

use crate::support::{LOCATION, META, config, handler, request};

static PLUGIN: PluginMeta = PluginMeta::new("slow", "shop::domains::x::slow", "shop", LOCATION)
    .routes(&[RouteMeta::new(handler("slow", &[]), "GET", "/slow", ReplyMeta::Empty, |_| {
        Ok(ErasedHandler::new::<RouteFn>(Box::new(|_| {
            Box::pin(async {
                // The other process waits for this line.
                #[allow(clippy::print_stdout)]
                {
                    println!("the request begins");
                }
                tokio::time::sleep(Duration::from_millis(slow_ms().unwrap_or(0))).await;
                Ok(actix_web::HttpResponse::NoContent().finish())
            })
        })))
    })
    .path_location(LOCATION)]);

/// How long the slow request takes; only set in a process that is to serve.
fn slow_ms() -> Option<u64> {
    std::env::var("MICROCORE_TEST_SERVE").ok()?.parse().ok()
}

/// The process that the other tests start; alone it does nothing.
#[test]
fn child() {
    if slow_ms().is_none() {
        return;
    }
    let app = App::new(&META).plugins([&PLUGIN]).config(config());
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    std::process::exit(app.command(["shop".into()], &mut out, &mut err).into());
}

struct Served {
    child: Child,
    address: SocketAddr,
    /// What it has printed so far, on both channels.
    output: Arc<Mutex<String>>,
}

fn serve(slow_ms: u64) -> Served {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["signals::child", "--exact", "--nocapture"])
        .env("MICROCORE_TEST_SERVE", slow_ms.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = Arc::default();
    collect(child.stdout.take().unwrap(), &output);
    collect(child.stderr.take().unwrap(), &output);
    let mut served = Served { child, address: ([127, 0, 0, 1], 0).into(), output };
    served.until(READY);
    let printed = served.printed();
    let address = |line: &str| line.trim().strip_prefix("http://")?.parse().ok();
    served.address = printed.lines().find_map(address).expect("it names its address");
    served
}

/// The last line before it waits for requests.
const READY: &str = "press Ctrl-C to stop";

/// Reads until the end, so that the process never waits for its reader.
fn collect(from: impl std::io::Read + Send + 'static, output: &Arc<Mutex<String>>) {
    let output = output.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            *output.lock().unwrap() += &format!("{line}\n");
        }
    });
}

impl Served {
    fn printed(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// Waits until it has printed that.
    fn until(&self, text: &str) {
        let start = Instant::now();
        while !self.printed().contains(text) {
            assert!(start.elapsed() < Duration::from_secs(60), "no {text:?} in {}", self.printed());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    fn ended(mut self) -> (Option<i32>, String) {
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(60) {
                self.child.kill().unwrap();
                panic!("it did not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        (self.child.wait().unwrap().code(), self.printed())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_lets_the_request_in_flight_finish_and_exits_0() {
    for name in ["-TERM", "-INT"] {
        let served = serve(500);
        assert!(served.printed().contains("1 plugin, 1 route, 0 subscriptions, 0 jobs, 0 tools"));
        let to = served.address;
        let slow = tokio::spawn(async move { request(to, "GET", "/slow", None).await.status });
        served.until("the request begins");
        served.signal(name);
        assert_eq!(slow.await.unwrap(), 204, "{name}");
        let (code, said) = served.ended();
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("stopped"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_signal_skips_the_graceful_shutdown() {
    let served = serve(3_600_000);
    let to = served.address;
    let slow = tokio::spawn(async move { request(to, "GET", "/slow", None).await.status });
    served.until("the request begins");
    served.signal("-TERM");
    served.until("shutting down");
    served.signal("-TERM");
    let (code, said) = served.ended();
    assert_eq!(code, Some(130), "{said}");
    slow.abort();
}
