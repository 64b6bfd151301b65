//! `wait`: lets a plain `fn` block on an async tool.

use std::future::Future;

/// Waits for a future on the current thread.
///
/// A plain `fn` handler runs on the blocking pool, where waiting is allowed, and
/// calls an async tool with it: `microcore_core::tool::wait(db.execute(…))?`.
///
/// # Panics
///
/// In an `async fn`, where it would block the worker: use `.await` there.
/// Outside a runtime, a single-threaded one is created for the call.
///
/// ```
/// assert_eq!(microcore_core::tool::wait(async { 2 + 2 }), 4);
/// ```
pub fn wait<F: Future>(future: F) -> F::Output {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime.block_on(future),
        Err(_) => without_runtime(future),
    }
}

#[allow(clippy::panic)]
fn without_runtime<F: Future>(future: F) -> F::Output {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => panic!("no thread for a runtime: {error}"),
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_blocking_thread_can_wait_for_timers_of_the_runtime() {
        let task = tokio::task::spawn_blocking(|| {
            super::wait(async {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                7
            })
        });
        assert!(matches!(task.await, Ok(7)));
    }
}
