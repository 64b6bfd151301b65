//! An exporter of traces of your own.

use std::sync::Mutex;

use microcore_core::trace::{Exporter, TraceNode};

use crate::lock;

/// Keeps every node.
#[derive(Debug, Default)]
pub struct OwnExporter(Mutex<Vec<TraceNode>>);

impl OwnExporter {
    /// What was exported so far.
    pub fn nodes(&self) -> Vec<TraceNode> {
        lock(&self.0).clone()
    }
}

impl Exporter for OwnExporter {
    fn export(&self, nodes: &[TraceNode]) {
        lock(&self.0).extend_from_slice(nodes);
    }
}
