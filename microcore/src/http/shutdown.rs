//! Notifies long-running responses that the server is shutting down.

use tokio::sync::watch;

/// Stops a server; can be kept, cloned and used from anywhere.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Sender<bool>);

impl Shutdown {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Asks the server to stop: it accepts nothing more, ends streams and
    /// sockets, lets requests in flight finish within `http.stop_timeout_s`, and
    /// then [`Server::run`](super::Server::run) returns.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Whether the server was asked to stop.
    pub fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns when the server is asked to stop.
    pub async fn stopping(&self) {
        // The sender lives in `self`, so this ends only with the value.
        let _ = self.0.subscribe().wait_for(|stopping| *stopping).await;
    }
}
