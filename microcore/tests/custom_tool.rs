//! A custom capability, with a backend behind a real socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use microcore_test_support::until;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use microcore::Diagnostic;
use microcore::app::App;
use microcore::config::Configuration;
use microcore::meta::{AppMeta, Migration};
use microcore::tool::{Circuit, Proxy, Startup, Toolbox};
use microcore::tools::Tool;
use microcore::{Error, Kind, Result};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Send mail.
#[microcore::tool]
pub trait Mailer {
    /// Queue one message; returns the provider's id.
    async fn send(&self, to: &str, subject: &str) -> Result<String>;
    /// The sender's domain.
    async fn domain(&self) -> Result<String>;
}

/// Where the mail server is.
#[microcore::config(prefix = "SMTP")]
#[derive(Debug)]
struct SmtpConfig {
    address: String,
    #[validate(length(min = 3))]
    domain: String,
}

/// Mail over a line protocol.
#[derive(Debug)]
pub struct Smtp {
    address: SocketAddr,
    domain: String,
}

#[microcore::provides]
impl Mailer for Smtp {
    async fn connect(config: SmtpConfig) -> Result<Self> {
        let address = config.address.parse().map_err(|_| Error::internal("no such address"))?;
        let smtp = Self { address, domain: config.domain };
        smtp.ask("HELO").await?;
        Ok(smtp)
    }

    async fn health(&self) -> Result<()> {
        self.ask("NOOP").await.map(drop)
    }

    async fn send(&self, to: &str, subject: &str) -> Result<String> {
        if to.is_empty() {
            return Err(Error::unprocessable("no one to send to"));
        }
        self.ask(&format!("SEND {to} {subject}")).await
    }

    async fn domain(&self) -> Result<String> {
        Ok(self.domain.clone())
    }
}

impl Smtp {
    async fn ask(&self, line: &str) -> Result<String> {
        let down = |error| Error::unavailable("the mail server is down").with_source(error);
        let mut stream = TcpStream::connect(self.address).await.map_err(down)?;
        stream.write_all(format!("{line}\n").as_bytes()).await.map_err(down)?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).await.map_err(down)?;
        Ok(answer.trim().to_owned())
    }
}

// ---- the tests -------------------------------------------------------------

/// A mail server that answers each line with a number.
async fn serve(listener: TcpListener, seen: Arc<Mutex<Vec<String>>>) {
    let count = AtomicUsize::new(0);
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        if line.starts_with("SEND") {
            seen.lock().unwrap().push(line.trim().to_owned());
        }
        let answer = format!("id-{}\n", count.fetch_add(1, Ordering::Relaxed));
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

fn config(address: SocketAddr) -> Configuration {
    Configuration::empty()
        .with("smtp", "address", address.to_string())
        .with("smtp", "domain", "example.org")
        .with("http", "bind", "127.0.0.1:0")
        .with("kernel", "health_interval_ms", 50)
}

type Started = (Tool<dyn Mailer>, Arc<dyn microcore::tool::ToolLifecycle>, Arc<Proxy>);

fn started(config: &Configuration) -> Result<Started, Vec<Diagnostic>> {
    let mut toolbox = Toolbox::default();
    let proxy = Arc::new(Proxy::new("Mailer", &["send", "domain"]));
    const NONE: &[Migration] = &[];
    let tool = (<Smtp as microcore::tool::Implementation>::TOOL.start)(&mut Startup {
        app: "test",
        config,
        migrations: NONE,
        proxy: proxy.clone(),
        toolbox: &mut toolbox,
    })?;
    Ok((toolbox.get::<Tool<dyn Mailer>>().unwrap().clone(), tool, proxy))
}

#[tokio::test]
async fn calls_reach_the_implementation_and_are_counted_by_method() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (mailer, tool, proxy) = started(&config(listener.local_addr().unwrap())).unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = tokio::spawn(serve(listener, seen.clone()));
    tool.connect().await.unwrap();
    assert_eq!(mailer.send("ann", "hello").await.unwrap(), "id-1");
    assert_eq!(mailer.domain().await.unwrap(), "example.org");
    assert_eq!(*seen.lock().unwrap(), ["SEND ann hello"]);
    let calls: Vec<_> = proxy.methods().iter().map(|m| (m.name, m.calls())).collect();
    assert_eq!(calls, [("send", 1), ("domain", 1)]);
    server.abort();
}

#[tokio::test]
async fn application_errors_do_not_open_the_circuit_and_unavailable_does() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (mailer, tool, proxy) = started(&config(listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(serve(listener, Arc::default()));
    tool.connect().await.unwrap();
    for _ in 0..10 {
        assert_eq!(mailer.send("", "x").await.unwrap_err().kind(), Kind::Unprocessable);
    }
    assert_eq!(proxy.circuit(), Circuit::Closed);
    server.abort();
    let _ = server.await;
    assert_eq!(mailer.send("ann", "x").await.unwrap_err().kind(), Kind::Unavailable);
    assert_eq!(proxy.circuit(), Circuit::Open);
}

#[tokio::test]
async fn before_it_is_connected_and_after_it_is_closed_calls_are_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (mailer, tool, proxy) = started(&config(listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(serve(listener, Arc::default()));
    assert_eq!(mailer.domain().await.unwrap_err().kind(), Kind::Unavailable);
    tool.connect().await.unwrap();
    proxy.close();
    assert!(mailer.domain().await.is_ok());
    tool.close().await;
    assert_eq!(mailer.domain().await.unwrap_err().kind(), Kind::Unavailable);
    server.abort();
}

#[test]
fn wrong_settings_are_reported_before_a_backend_is_connected() {
    let config = Configuration::empty().with("smtp", "domain", "x").with("smtp", "adress", "y");
    let Err(errors) = started(&config) else { panic!("it started") };
    let errors: Vec<_> = errors.into_iter().map(|error| error.message).collect();
    assert_eq!(
        errors,
        [
            "setting `smtp.address` is missing (set `address` under [smtp] in microcore.toml, or \
             MICROCORE_SMTP__ADDRESS or SMTP_ADDRESS)",
            "setting `smtp.adress` is not known (the program)",
            "setting `smtp.domain` must have a length of at least 3 (the program)",
        ]
    );
    let config = Configuration::empty().with("smtp", "domain", "x").with("smtp", "address", "y");
    let Err(errors) = started(&config) else { panic!("it started") };
    let errors: Vec<_> = errors.into_iter().map(|error| error.message).collect();
    assert_eq!(errors, ["setting `smtp.domain` must have a length of at least 3 (the program)"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unavailable_backend_does_not_prevent_startup_and_is_connected_later() {
    static APP: AppMeta =
        AppMeta::new("post", "0.1.0").tools(&[&<Smtp as microcore::tool::Implementation>::TOOL]);
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let running = App::new(&APP).plugins([]).config(config(address)).start().await.unwrap();
    assert_eq!(running.circuit("Mailer"), Some(Circuit::Open));

    let server = tokio::spawn(serve(TcpListener::bind(address).await.unwrap(), Arc::default()));
    until("the circuit to close", || async { running.circuit("Mailer") == Some(Circuit::Closed) })
        .await;
    server.abort();
    until("the circuit to open", || async { running.circuit("Mailer") == Some(Circuit::Open) })
        .await;
    running.stop().await;
}
