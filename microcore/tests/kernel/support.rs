//! A small HTTP client, and the metadata that the test applications share.

pub use microcore_test_support::until;
use std::net::SocketAddr;

use microcore::app::{App, BootError, Running};
use microcore::config::Configuration;
use microcore::meta::{AppMeta, HandlerMeta, PluginMeta, SourceLocation};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const LOCATION: SourceLocation =
    SourceLocation { file: "src/domains/x/y.rs", line: 7, column: 1 };

pub static META: AppMeta = AppMeta::new("shop", "0.1.0");

pub const fn handler(name: &'static str, args: &'static [microcore::meta::Arg]) -> HandlerMeta {
    HandlerMeta::new(name, LOCATION).args(args)
}

pub fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

pub fn config() -> Configuration {
    Configuration::empty().with("http", "bind", "127.0.0.1:0").with("http", "workers", 1).with(
        "kernel",
        "health_interval_ms",
        50,
    )
}

pub async fn start(plugins: &[&'static PluginMeta]) -> Result<Running, BootError> {
    App::new(&META).plugins(plugins.iter().copied()).config(config()).start().await
}

/// The problems of an application that does not boot, one line each.
pub fn problems(result: Result<Running, BootError>) -> Vec<String> {
    match result {
        Ok(_) => panic!("it booted"),
        Err(error) => error.diagnostics.iter().map(ToString::to_string).collect(),
    }
}

/// An answer: status, head and body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

/// One request on a connection of its own.
pub async fn request(to: SocketAddr, method: &str, path: &str, body: Option<&str>) -> Answer {
    let mut stream = TcpStream::connect(to).await.unwrap();
    let body = body.unwrap_or_default();
    let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
    let text = format!(
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{kind}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}
