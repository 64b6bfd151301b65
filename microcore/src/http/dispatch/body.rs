//! Reads a body: never more than the limit, never for longer than the timeout.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, Sleep, sleep_until};

use microcore_core::call::lazy_timeout;
use microcore_core::error::{Error, Kind, Result};

/// Where a body goes that was not read to its end.
pub(super) type Remaining = Rc<Cell<Payload>>;

/// A body that ends with an error when it grows over its limit, or when the
/// client pauses for too long.
pub(crate) struct Limited {
    payload: Payload,
    remaining: Remaining,
    limit: usize,
    left: usize,
    pause: Duration,
    deadline: Pin<Box<Sleep>>,
}

impl Limited {
    /// Refuses at once what says itself that it is too large.
    pub(super) fn new(
        request: &HttpRequest,
        payload: &mut Payload,
        remaining: &Remaining,
        limit: usize,
        pause: Duration,
    ) -> Result<Self> {
        check_head(request, limit)?;
        let deadline = Box::pin(sleep_until(Instant::now() + pause));
        let payload = std::mem::replace(payload, Payload::None);
        let remaining = remaining.clone();
        Ok(Self { payload, remaining, limit, left: limit, pause, deadline })
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }
}

impl Drop for Limited {
    fn drop(&mut self) {
        self.remaining.set(std::mem::replace(&mut self.payload, Payload::None));
    }
}

impl Stream for Limited {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match this.payload.poll_next_unpin(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                let Some(left) = this.left.checked_sub(chunk.len()) else {
                    return Poll::Ready(Some(Err(PayloadError::Overflow)));
                };
                this.left = left;
                this.deadline.as_mut().reset(Instant::now() + this.pause);
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(None) => {
                this.payload = Payload::None;
                Poll::Ready(None)
            }
            Poll::Pending => this
                .deadline
                .as_mut()
                .poll(cx)
                .map(|()| Some(Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into())))),
            ready => ready,
        }
    }
}

/// The whole body.
pub(super) async fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
    timeout: Duration,
) -> Result<Bytes> {
    if matches!(payload, Payload::None) {
        return Ok(Bytes::new());
    }
    check_head(request, limit)?;
    let read = {
        let collected = pin!(collect(payload, limit));
        lazy_timeout(Some(timeout), collected).await
    };
    match read {
        Some(result) => {
            let whole = result.map_err(|error| payload_error(error, limit))?;
            *payload = Payload::None;
            Ok(whole)
        }
        None => Err(slow()),
    }
}

async fn collect(payload: &mut Payload, limit: usize) -> Result<Bytes, PayloadError> {
    let Some(first) = payload.next().await else { return Ok(Bytes::new()) };
    let first = first?;
    if first.len() > limit {
        return Err(PayloadError::Overflow);
    }
    // A small body comes in one piece and is not copied.
    let Some(second) = payload.next().await else { return Ok(first) };
    let mut whole = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        let chunk = chunk?;
        if whole.len() + chunk.len() > limit {
            return Err(PayloadError::Overflow);
        }
        whole.extend_from_slice(&chunk);
        next = payload.next().await;
    }
    Ok(whole.freeze())
}

/// Refuses what its head decides: too large, or compressed, which would
/// hide how large it is.
fn check_head(request: &HttpRequest, limit: usize) -> Result<()> {
    if request.headers().get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Error::unsupported_media_type("the body must not be compressed"));
    }
    let length = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    match length {
        Some(length) if length > limit as u64 => Err(too_large(limit)),
        _ => Ok(()),
    }
}

/// What a payload's error means to the client.
pub(crate) fn payload_error(error: PayloadError, limit: usize) -> Error {
    match error {
        PayloadError::Overflow => too_large(limit),
        PayloadError::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => slow(),
        other => Error::bad_request("the body could not be read to its end").with_source(other),
    }
}

fn too_large(limit: usize) -> Error {
    Error::payload_too_large(format!("the body is over the limit of {limit} bytes"))
}

fn slow() -> Error {
    Error::new(Kind::RequestTimeout, "the body took too long to arrive")
}
