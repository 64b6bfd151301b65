//! Section `http` of the configuration.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

/// How the server listens and what it puts up with: section `http`, each key
/// also as `MICROCORE_HTTP__KEY`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// The address to listen on; port 0 takes a free one.
    pub bind: String,
    /// Worker threads; 0 means one for each processor.
    pub workers: usize,
    /// The largest body, in bytes, where a route does not say otherwise.
    pub body_limit: usize,
    /// How long a handler may take, in milliseconds, where a route does not say
    /// otherwise; then the client gets a 504.
    pub request_timeout_ms: u64,
    /// How long a client may take to send the head of a request, in milliseconds.
    pub header_timeout_ms: u64,
    /// How long a client may take to send a body, in milliseconds; for an
    /// upload, how long it may pause.
    pub body_timeout_ms: u64,
    /// How long an idle connection is kept, in seconds.
    pub keep_alive_s: u64,
    /// Connections held at once; further ones wait to be accepted.
    pub max_connections: usize,
    /// How long requests in flight may take when the server stops, in seconds.
    pub stop_timeout_s: u64,
    /// Other origins whose pages may call this one; `*` means any.
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

impl HttpConfig {
    pub(crate) fn body_timeout(&self) -> Duration {
        Duration::from_millis(self.body_timeout_ms)
    }

    /// The number of worker threads that `workers` asks for.
    pub(crate) fn worker_threads(&self) -> usize {
        match self.workers {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            count => count,
        }
    }
}
