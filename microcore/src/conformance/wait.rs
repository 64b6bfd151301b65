//! Waits for a condition, with a timeout.

use std::time::Duration;

use super::report::Failure;

/// How long something may take before it counts as not happening.
const LIMIT: Duration = Duration::from_secs(60);

/// Waits until it holds.
pub(super) async fn until(what: &str, holds: impl AsyncFn() -> bool) -> Result<(), Failure> {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    within(what, waiting).await
}

/// The result of something that must end.
pub(super) async fn within<T>(what: &str, work: impl Future<Output = T>) -> Result<T, Failure> {
    let ended = tokio::time::timeout(LIMIT, work).await;
    ended.map_err(|_| Failure(format!("{what} did not happen within {} s", LIMIT.as_secs())))
}

/// Runs it as a task of its own, side by side with others.
pub(super) async fn spawned<T: Send + 'static>(
    work: impl Future<Output = crate::Result<T>> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::spawn(work).await {
        Ok(result) => Ok(result?),
        Err(error) => Err(Failure(error.to_string())),
    }
}
