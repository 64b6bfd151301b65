//! What an application counts, and the text of it for Prometheus.
//!
//! What counts holds its own atomics: counting a request takes no lock and looks up no
//! label. When the metrics are read, each registered [`Collector`] writes its families.

mod encoder;
mod histogram;
mod registry;

pub use encoder::Encoder;
pub use histogram::Histogram;
pub use registry::{CONTENT_TYPE, Collector, Registry};
