//! Metrics, encoded for Prometheus.
//!
//! Counters are atomics held by the code that increments them: counting a request takes
//! no lock and no look-up of labels. When the metrics are read, each registered
//! [`Collector`] writes its families.

mod encoder;
mod histogram;
mod registry;

pub use encoder::Encoder;
pub use histogram::Histogram;
pub use registry::{CONTENT_TYPE, Collector, Registry};
