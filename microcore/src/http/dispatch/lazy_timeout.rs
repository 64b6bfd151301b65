//! A limit in time that costs nothing where there is nothing to wait for.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio::time::{Instant, timeout_at};

/// What the future gives, or `None` once the deadline has passed. Most of what
/// is limited is ready at once; only what is not pays for a timer.
pub(super) async fn lazy_timeout<F: Future>(
    deadline: impl FnOnce() -> Instant,
    future: F,
) -> Option<F::Output> {
    let mut future = pin!(future);
    match poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
        Poll::Ready(output) => Some(output),
        Poll::Pending => timeout_at(deadline(), future).await.ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_ready_needs_no_deadline_and_what_is_late_is_given_up() {
        let soon = || Instant::now() + Duration::from_secs(2);
        let sleep = tokio::time::sleep;
        assert_eq!(lazy_timeout(|| unreachable!(), async { 1 }).await, Some(1));
        assert_eq!(lazy_timeout(soon, sleep(Duration::from_secs(1))).await, Some(()));
        assert_eq!(lazy_timeout(soon, sleep(Duration::from_secs(3))).await, None);
    }
}
