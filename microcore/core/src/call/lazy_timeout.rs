//! A limit in time that costs nothing where there is nothing to wait for.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::timeout;

/// The output of the future, or `None` once it has waited for as long as the limit
/// allows. Most futures are ready at once; only one that waits pays for a timer.
pub async fn lazy_timeout<F: Future>(limit: Option<Duration>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    match poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await {
        Poll::Ready(output) => Some(output),
        Poll::Pending => match limit {
            Some(limit) => timeout(limit, future).await.ok(),
            None => Some(future.await),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use tokio::time::sleep;

    use super::*;

    const LIMIT: Option<Duration> = Some(Duration::from_secs(2));

    #[test]
    fn a_future_that_is_ready_needs_no_timer() {
        let output = futures_util::FutureExt::now_or_never(lazy_timeout(LIMIT, ready(1)));
        assert_eq!(output, Some(Some(1)), "outside of a runtime there is no timer to be made");
    }

    #[tokio::test(start_paused = true)]
    async fn a_future_that_waits_too_long_is_dropped() {
        assert_eq!(lazy_timeout(LIMIT, sleep(Duration::from_secs(1))).await, Some(()));
        assert_eq!(lazy_timeout(LIMIT, sleep(Duration::from_secs(3))).await, None);
        assert_eq!(lazy_timeout(None, sleep(Duration::from_secs(3))).await, Some(()));
    }
}
