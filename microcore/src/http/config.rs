//! Section `http` of the configuration.

use std::net::Ipv6Addr;
use std::path::PathBuf;
use std::time::Duration;

use actix_web::http::Uri;
use microcore_core::config::limits::{LONGEST, MOST, within};
use microcore_core::validate::{Report, Validate};
use serde::Deserialize;

/// How the server listens and what it puts up with: section `http`, each key
/// also as `MICROCORE_HTTP__KEY`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// The address to listen on; port 0 takes a free one.
    pub bind: String,
    /// Worker threads, at most 512; 0 means one for each processor.
    pub workers: usize,
    /// The largest body, in bytes, where a route does not say otherwise; with 0 there is
    /// none.
    pub body_limit: usize,
    /// How long a handler may take, in milliseconds, where a route does not say
    /// otherwise; then the client gets a 504.
    pub request_timeout_ms: u64,
    /// How long a client may take to send the head of a request, in milliseconds.
    pub header_timeout_ms: u64,
    /// How long a client may take to send a body, in milliseconds; for an
    /// upload, how long it may pause.
    pub body_timeout_ms: u64,
    /// How long an idle connection is kept, in seconds; with 0 each serves one request.
    pub keep_alive_s: u64,
    /// Connections held at once; further ones wait to be accepted.
    pub max_connections: usize,
    /// How long requests in flight may take when the server stops, in seconds; with 0
    /// they are cut off.
    pub stop_timeout_s: u64,
    /// Other origins whose pages may call this one, `https://a.example`; `*` means any.
    pub cors_origins: Vec<String>,
    /// Whether those pages may send the user's cookies.
    pub cors_credentials: bool,
    /// A folder of files to serve where no route matches.
    pub static_dir: Option<PathBuf>,
    /// The path under which that folder is served.
    pub static_prefix: String,
    /// Whether `/docs` and `/openapi.json` are served.
    pub docs: bool,
    /// Whether answers are compressed for clients that take it.
    pub compression: bool,
    /// The largest WebSocket message, in bytes.
    pub websocket_limit: usize,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            bind: "127.0.0.1:8080".to_owned(),
            workers: 0,
            body_limit: 1024 * 1024,
            request_timeout_ms: 30_000,
            header_timeout_ms: 5_000,
            body_timeout_ms: 10_000,
            keep_alive_s: 15,
            max_connections: 25_000,
            stop_timeout_s: 10,
            cors_origins: Vec::new(),
            cors_credentials: false,
            static_dir: None,
            static_prefix: "/".to_owned(),
            docs: true,
            compression: true,
            websocket_limit: 64 * 1024,
        }
    }
}

/// What actix can keep track of.
const WORKERS: usize = 512;

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for HttpConfig {
    fn validate(&self, report: &mut Report) {
        if !is_address(&self.bind) {
            report.add("bind", "address", "must be a host and a port, like `127.0.0.1:8080`");
        }
        within(report, "workers", self.workers as u64, 0..=WORKERS as u64);
        within(report, "body_limit", self.body_limit as u64, 0..=MOST);
        within(report, "request_timeout_ms", self.request_timeout_ms, 1..=LONGEST);
        within(report, "header_timeout_ms", self.header_timeout_ms, 1..=LONGEST);
        within(report, "body_timeout_ms", self.body_timeout_ms, 1..=LONGEST);
        within(report, "keep_alive_s", self.keep_alive_s, 0..=LONGEST);
        within(report, "max_connections", self.max_connections as u64, 1..=MOST);
        within(report, "stop_timeout_s", self.stop_timeout_s, 0..=LONGEST);
        within(report, "websocket_limit", self.websocket_limit as u64, 1..=MOST);
        for (index, origin) in self.cors_origins.iter().enumerate() {
            if origin != "*" && !is_origin(origin) {
                let wrong = "must be `*` or an origin, like `https://a.example`";
                report.inside("cors_origins", |list| {
                    list.at(index, |item| item.add("", "origin", wrong));
                });
            }
        }
        if self.cors_credentials && self.is_open_to_any() {
            let wrong = "must be false where `http.cors_origins` has `*`: any website could act as \
                         the user";
            report.add("cors_credentials", "cors", wrong);
        }
        if self.static_dir.as_ref().is_some_and(|folder| !folder.is_dir()) {
            report.add("static_dir", "folder", "must be a folder that exists");
        }
        if !self.static_prefix.starts_with('/') {
            report.add("static_prefix", "path", "must begin with `/`");
        }
    }
}

/// `host:port`. Whether the name has an address is found when it is bound.
fn is_address(bind: &str) -> bool {
    let Some((host, port)) = bind.rsplit_once(':') else { return false };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = match bare {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => {
            let allowed = |char: char| char.is_ascii_alphanumeric() || "-._".contains(char);
            !host.is_empty() && host.chars().all(allowed)
        }
    };
    is_host && port.parse::<u16>().is_ok()
}

/// A scheme, a host and perhaps a port, as browsers send them in `Origin`.
fn is_origin(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        let (scheme, host) = (uri.scheme_str(), uri.authority());
        scheme.zip(host).is_some_and(|(scheme, host)| {
            text == format!("{scheme}://{host}") && !host.as_str().contains('@')
        })
    })
}

impl HttpConfig {
    /// Whether pages of any origin may call this one.
    pub(crate) fn is_open_to_any(&self) -> bool {
        self.cors_origins.iter().any(|origin| origin == "*")
    }

    pub(crate) fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    /// The number of worker threads that `workers` asks for.
    pub(crate) fn worker_threads(&self) -> usize {
        match self.workers {
            0 => std::thread::available_parallelism().map_or(1, usize::from).min(WORKERS),
            count => count,
        }
    }
}
