//! Panics as errors.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

use futures_util::FutureExt;

use super::CallError;
use crate::error::Result;

/// What a caught panic says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("panicked: {0}")]
pub struct Panic(String);

impl Panic {
    #[cold]
    fn caught(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Self(text.unwrap_or("without a message").to_owned())
    }
}

/// Catches a panic of the future and returns it as an error.
///
/// ```
/// # futures_util::future::FutureExt::now_or_never(async {
/// use microcore_core::call::catch_panic;
///
/// let panic = catch_panic(async { panic!("no {}", "cheese") }).await.unwrap_err();
/// assert_eq!(panic.to_string(), "panicked: no cheese");
/// # });
/// ```
///
/// # Errors
///
/// The future panicked.
pub async fn catch_panic<F: Future>(future: F) -> Result<F::Output, Panic> {
    AssertUnwindSafe(future).catch_unwind().await.map_err(|panic| Panic::caught(&*panic))
}

/// The same for the work of a call: a panic is one of the ways in which it fails. The result
/// is not wrapped, because what is wrapped is copied, for each request.
pub(super) fn caught<T, W>(mut work: Pin<&mut W>) -> impl Future<Output = Result<T, CallError>>
where
    W: Future<Output = Result<T, CallError>>,
{
    poll_fn(move |context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(poll) => poll,
        Err(panic) => Poll::Ready(Err(CallError::Panicked(Panic::caught(&*panic)))),
    })
}
