//! Cancels abandoned statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends a running statement, and every later one, of a connection that was abandoned.
#[derive(Clone, Default)]
pub(in super::super) struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    pub(in super::super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
