//! Panics as errors.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

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

/// Ends a panic of the future here, as an error: whoever runs code of others goes on.
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
