//! The queue of the exporter, and the thread that it runs on.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Exporter, TraceNode};

/// How many nodes wait for the exporter; what is recorded beyond that is dropped.
const MAX: usize = 8192;

/// The nodes that wait for an exporter. Dropped, it has what waits exported in the
/// background.
pub(super) struct ExportQueue(Arc<Inner>);

struct Inner {
    exporter: Arc<dyn Exporter>,
    state: Mutex<State>,
    /// Notified when `state` is worth looking at, by the thread or by who waits for it.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    nodes: Vec<TraceNode>,
    /// How many were dropped since that was last logged.
    dropped: u64,
    running: bool,
    exporting: bool,
    closed: bool,
}

impl ExportQueue {
    pub(super) fn new(exporter: Arc<dyn Exporter>) -> Self {
        let (state, changed) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Inner { exporter, state, changed }))
    }

    pub(super) fn exporter(&self) -> Arc<dyn Exporter> {
        Arc::clone(&self.0.exporter)
    }

    pub(super) fn add(&self, node: TraceNode) {
        let mut state = self.0.state();
        if state.nodes.len() >= MAX {
            state.dropped += 1;
            return;
        }
        state.nodes.push(node);
        // With the first node, so that an application that is only checked has no thread.
        if !state.running {
            state.running = self.0.clone().spawn();
        }
        if state.nodes.len() == 1 {
            self.0.changed.notify_all();
        }
    }

    /// Waits until everything was exported; `false` if that takes longer than `limit`.
    pub(super) fn flush(&self, limit: Duration) -> bool {
        let end = Instant::now() + limit;
        let mut state = self.0.state();
        while state.exporting || !state.nodes.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.0.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

impl Drop for ExportQueue {
    fn drop(&mut self) {
        self.0.state().closed = true;
        self.0.changed.notify_all();
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(self: Arc<Self>) -> bool {
        let thread = thread::Builder::new().name("trace-exporter".to_owned());
        match thread.spawn(move || self.run()) {
            Ok(_) => true,
            Err(error) => {
                tracing::error!(cause = %error, "the exporter of traces has no thread");
                false
            }
        }
    }

    fn run(&self) {
        let mut state = self.state();
        loop {
            if state.nodes.is_empty() {
                if state.closed {
                    return;
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let nodes = std::mem::take(&mut state.nodes);
            let dropped = std::mem::take(&mut state.dropped);
            state.exporting = true;
            drop(state);
            if dropped > 0 {
                tracing::warn!(dropped, "the exporter of traces is too slow: nodes dropped");
            }
            let exporting = AssertUnwindSafe(|| self.exporter.export(&nodes));
            if std::panic::catch_unwind(exporting).is_err() {
                tracing::error!(lost = nodes.len(), "the exporter of traces panicked");
            }
            state = self.state();
            state.exporting = false;
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::borrow::Cow;
    use std::sync::mpsc;

    use chrono::Utc;

    use super::*;
    use crate::trace::{CallId, TraceKind, TraceOutcome, Traces};

    const LONG: Duration = Duration::from_secs(60);

    fn node(name: &'static str) -> TraceNode {
        TraceNode {
            id: CallId::next(),
            cause: None,
            correlation: None,
            kind: TraceKind::Job,
            name: Cow::Borrowed(name),
            by: "a::b::c".into(),
            attempt: 1,
            start: Utc::now(),
            took: Duration::ZERO,
            outcome: TraceOutcome::Ok,
        }
    }

    #[derive(Default)]
    struct Names(Mutex<Vec<String>>);

    impl Exporter for Names {
        fn export(&self, nodes: &[TraceNode]) {
            assert!(!nodes.is_empty());
            let names = nodes.iter().map(|node| node.name.to_string());
            self.0.lock().unwrap().extend(names);
            if nodes.iter().any(|node| node.name == "panic") {
                panic!("on purpose");
            }
        }
    }

    #[test]
    fn every_node_is_exported_in_order_and_after_a_panic_and_where_none_is_kept() {
        let names = Arc::new(Names::default());
        let traces = Traces::new(0).exported_to(names.clone());
        for name in ["a", "panic", "b"] {
            traces.record(node(name));
            assert!(traces.flush(LONG));
        }
        assert_eq!(*names.0.lock().unwrap(), ["a", "panic", "b"]);
        assert!(traces.nodes().is_empty());
    }

    /// Waits for the test.
    struct Stuck(Mutex<mpsc::Receiver<()>>, Mutex<usize>);

    impl Exporter for Stuck {
        fn export(&self, nodes: &[TraceNode]) {
            self.0.lock().unwrap().recv().unwrap();
            *self.1.lock().unwrap() += nodes.len();
        }
    }

    #[test]
    fn a_blocked_exporter_delays_no_record_and_has_a_bounded_queue() {
        let (go_on, stuck) = mpsc::channel();
        let exporter = Arc::new(Stuck(Mutex::new(stuck), Mutex::default()));
        let traces = Traces::new(10).exported_to(exporter.clone());
        for _ in 0..3 * MAX {
            traces.record(node("a"));
        }
        assert!(!traces.flush(Duration::from_millis(1)));
        assert_eq!(traces.nodes().len(), 10);
        for _ in 0..3 {
            let _ = go_on.send(());
        }
        assert!(traces.flush(LONG));
        // One batch was in its hands, and one waited.
        let exported = *exporter.1.lock().unwrap();
        assert!((MAX..=2 * MAX).contains(&exported), "{exported}");
    }

    #[test]
    fn queued_nodes_are_exported_when_the_traces_are_dropped() {
        let (go_on, stuck) = mpsc::channel();
        let exporter = Arc::new(Stuck(Mutex::new(stuck), Mutex::default()));
        let traces = Traces::new(10).exported_to(exporter.clone());
        traces.record(node("a"));
        drop(traces);
        go_on.send(()).unwrap();
        let end = Instant::now() + LONG;
        while *exporter.1.lock().unwrap() == 0 && Instant::now() < end {
            thread::sleep(Duration::from_millis(1));
        }
        assert_eq!(*exporter.1.lock().unwrap(), 1);
    }
}
