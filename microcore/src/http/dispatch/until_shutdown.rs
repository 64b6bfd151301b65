//! Answers that go on until the server stops.

use actix_web::HttpResponse;
use actix_web::body::{BodyStream, MessageBody};
use futures_util::StreamExt;

use crate::http::Shutdown;

/// Ends a streamed answer when the server stops.
pub(super) fn until_shutdown(response: HttpResponse, stop: Shutdown) -> HttpResponse {
    response
        .map_body(|_, body| {
            let mut body = Box::pin(body);
            let chunks = futures_util::stream::poll_fn(move |cx| body.as_mut().poll_next(cx));
            let stopping = async move { stop.stopping().await };
            BodyStream::new(chunks.take_until(Box::pin(stopping)))
        })
        .map_into_boxed_body()
}
