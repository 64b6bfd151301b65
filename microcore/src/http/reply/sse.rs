//! `Sse`: server-sent events.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::BodyStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::{Body, status};
use crate::data::Response;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ReplyMeta, RouteMeta};

/// A stream of server-sent events (`text/event-stream`), each with a
/// `#[response]` as its data.
///
/// A comment keeps the connection alive while nothing happens; the stream is
/// dropped when the client leaves and when the server stops.
///
/// ```
/// use futures_util::stream;
/// use microcore::http::Sse;
/// # use microcore::schema::{Schema, Shape};
/// # #[derive(serde::Serialize)]
/// # struct Tick { n: u64 }
/// # impl Schema for Tick { const SHAPE: &'static Shape = &Shape::Any; }
/// # impl microcore::data::Response for Tick {}
///
/// fn ticks() -> Sse<Tick> {
///     Sse::new(stream::iter([Tick { n: 1 }, Tick { n: 2 }]))
/// }
/// # ticks();
/// ```
pub struct Sse<T> {
    events: BoxStream<'static, SseEvent<T>>,
    keep_alive: Duration,
}

impl<T> std::fmt::Debug for Sse<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sse").finish_non_exhaustive()
    }
}

/// One server-sent event.
#[derive(Clone, Debug)]
pub struct SseEvent<T> {
    data: T,
    name: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl<T> SseEvent<T> {
    /// An event with that data.
    pub fn new(data: T) -> Self {
        Self { data, name: None, id: None, retry: None }
    }

    /// The event's name, by which a page listens to it; otherwise `message`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What the browser sends as `Last-Event-ID` when it connects again.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// How long the browser waits before it connects again.
    #[must_use]
    pub fn retry(mut self, after: Duration) -> Self {
        self.retry = Some(after);
        self
    }
}

impl<T: Send + 'static> Sse<T> {
    /// Events without a name.
    pub fn new(data: impl Stream<Item = T> + Send + 'static) -> Self {
        Self::events(data.map(SseEvent::new))
    }

    /// Events with names, ids and retry times.
    pub fn events(events: impl Stream<Item = SseEvent<T>> + Send + 'static) -> Self {
        Self { events: events.boxed(), keep_alive: Duration::from_secs(15) }
    }

    /// The interval of keep-alive comments on an idle stream; 15 seconds unless set
    /// otherwise.
    #[must_use]
    pub fn keep_alive(mut self, every: Duration) -> Self {
        self.keep_alive = every.max(Duration::from_millis(1));
        self
    }
}

impl<T: Response> Body for Sse<T> {
    const META: ReplyMeta = ReplyMeta::Sse(T::SHAPE);

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        let mut idle = interval_at(Instant::now() + self.keep_alive, self.keep_alive);
        idle.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stream = Lines { events: self.events, idle };
        let mut response = HttpResponse::new(status(route, StatusCode::OK))
            .set_body(BodyStream::new(stream))
            .map_into_boxed_body();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // Proxies that buffer would hold events back.
        headers
            .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        Ok(response)
    }
}

struct Lines<T> {
    events: BoxStream<'static, SseEvent<T>>,
    idle: Interval,
}

impl<T: Response> Stream for Lines<T> {
    type Item = Result<Bytes, Closed>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        match this.events.poll_next_unpin(cx) {
            Poll::Ready(Some(event)) => {
                this.idle.reset();
                Poll::Ready(Some(write(&event).map_err(|error| {
                    tracing::error!(cause = %error.chain(), "event could not be sent");
                    Closed
                })))
            }
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => {
                this.idle.poll_tick(cx).map(|_| Some(Ok(Bytes::from_static(b":\n\n"))))
            }
        }
    }
}

/// Ends the connection without a proper end of the body.
#[derive(Debug, thiserror::Error)]
#[error("the stream ended with an error")]
struct Closed;

fn write<T: Response>(event: &SseEvent<T>) -> Result<Bytes> {
    let mut text = String::new();
    for (field, value) in [("event", &event.name), ("id", &event.id)] {
        if let Some(value) = value {
            if value.contains(['\n', '\r', '\0']) {
                return Err(Error::internal(format!("the {field} of an event has a line break")));
            }
            text.push_str(field);
            text.push_str(": ");
            text.push_str(value);
            text.push('\n');
        }
    }
    if let Some(retry) = event.retry {
        text.push_str(&format!("retry: {}\n", retry.as_millis()));
    }
    // JSON on one line has no line break to escape.
    text.push_str("data: ");
    text.push_str(&serde_json::to_string(&event.data)?);
    text.push_str("\n\n");
    Ok(text.into())
}
