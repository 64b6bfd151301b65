//! An open WebSocket.

use std::time::Duration;

use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, Session};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Shutdown;
use crate::http::SocketCall;
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

/// An open WebSocket: the first argument of a `#[websocket]` function. It closes
/// when the function returns; when the server stops, [`recv`](Self::recv) gives
/// `None`.
pub struct WebSocket {
    session: Session,
    messages: AggregatedMessageStream,
    stop: Shutdown,
    awaiting_pong: bool,
}

impl std::fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebSocket").finish_non_exhaustive()
    }
}

/// A message from the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text.
    Text(String),
    /// Bytes.
    Binary(Bytes),
}

impl Message {
    /// The message as JSON; 422 where it does not fit.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let bytes = match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        };
        serde_json::from_slice(bytes).map_err(|error| {
            Error::unprocessable("the message does not match its schema").with_source(error)
        })
    }
}

/// A client that is silent for so long is asked whether it is still there.
const PING_AFTER: Duration = Duration::from_secs(30);

impl WebSocket {
    pub(crate) fn new(session: Session, messages: AggregatedMessageStream, stop: Shutdown) -> Self {
        Self { session, messages, stop, awaiting_pong: false }
    }

    /// Sends text.
    pub async fn send_text(&mut self, text: impl Into<String>) -> Result<()> {
        self.session.text(text.into()).await.map_err(gone)
    }

    /// Sends bytes.
    pub async fn send_binary(&mut self, bytes: impl Into<Bytes>) -> Result<()> {
        self.session.binary(bytes).await.map_err(gone)
    }

    /// Sends a value as JSON text.
    pub async fn send_json<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let text = serde_json::to_string(value)?;
        self.send_text(text).await
    }

    /// The client's next message; `None` when the socket closes: the client
    /// left, stayed silent, broke the protocol or sent too much, or the server
    /// stops. Pings are answered on the way.
    pub async fn recv(&mut self) -> Option<Message> {
        loop {
            let next = tokio::select! {
                biased;
                () = self.stop.stopping() => return None,
                next = tokio::time::timeout(PING_AFTER, self.messages.recv()) => next,
            };
            let Ok(next) = next else {
                if self.awaiting_pong || self.session.ping(b"").await.is_err() {
                    return None;
                }
                self.awaiting_pong = true;
                continue;
            };
            self.awaiting_pong = false;
            match next? {
                Ok(AggregatedMessage::Text(text)) => return Some(Message::Text(text.to_string())),
                Ok(AggregatedMessage::Binary(bytes)) => return Some(Message::Binary(bytes)),
                Ok(AggregatedMessage::Ping(bytes)) => self.session.pong(&bytes).await.ok()?,
                Ok(AggregatedMessage::Pong(_)) => {}
                Ok(AggregatedMessage::Close(_)) => return None,
                Err(error) => {
                    tracing::debug!(%error, "a client broke the WebSocket protocol");
                    return None;
                }
            }
        }
    }

    /// Closes the socket with a reason that the client sees.
    pub async fn close(self, reason: impl Into<String>) {
        let reason = (CloseCode::Normal, reason.into()).into();
        // A disconnected client needs no close frame.
        let _ = self.session.close(Some(reason)).await;
    }
}

#[cold]
fn gone(_: actix_ws::Closed) -> Error {
    Error::unavailable("the client has disconnected")
}

impl Argument<SocketCall> for WebSocket {
    type State = ();

    const META: ArgMeta = ArgMeta::Socket;

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut SocketCall) -> Result<Self> {
        call.socket.take().ok_or_else(|| Error::internal("the socket was taken twice"))
    }
}
