//! The registry of collectors.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector as PrometheusCollector;
use prometheus_client::encoding::{DescriptorEncoder, prometheus_text};
use prometheus_client::registry::Registry as PrometheusRegistry;

use super::Encoder;

/// The content type of [`Registry::encode`]: the text format of Prometheus, version 0.0.4.
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// Something that counts: it writes what it has counted whenever the metrics are read.
///
/// ```
/// use std::fmt;
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
/// use microcore_core::metrics::{Collector, Encoder, Registry};
///
/// struct Queue { length: AtomicI64 }
///
/// impl Collector for Queue {
///     fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result {
///         encoder.gauge("queue_length", "Jobs that wait.", [([], self.length.load(Relaxed))])
///     }
/// }
///
/// let mut metrics = Registry::default();
/// metrics.register(Arc::new(Queue { length: AtomicI64::new(2) }));
/// assert!(metrics.encode()?.ends_with("\nqueue_length 2\n"));
/// # Ok::<_, fmt::Error>(())
/// ```
pub trait Collector: Send + Sync {
    /// Writes its metrics.
    ///
    /// # Errors
    ///
    /// Those of `encoder`.
    fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result;
}

/// The collectors of an application.
#[derive(Debug, Default)]
pub struct Registry(PrometheusRegistry);

impl Registry {
    /// Adds a collector; in the text they are in the order in which they were added.
    pub fn register(&mut self, collector: Arc<dyn Collector>) {
        self.0.register_collector(Box::new(Registered(collector)));
    }

    /// What is counted now, as [`CONTENT_TYPE`].
    ///
    /// # Errors
    ///
    /// Those of a collector.
    pub fn encode(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.0)?;
        Ok(text)
    }
}

struct Registered(Arc<dyn Collector>);

impl PrometheusCollector for Registered {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.0.collect(&mut Encoder(encoder))
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Collector")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::metrics::Histogram;

    #[derive(Default)]
    struct Calls(Histogram);

    impl Collector for Calls {
        fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result {
            let samples = [("a\"b\\c\nd", 2), ("plain", 0)];
            let errors = samples.map(|(name, errors)| ([("name", name)], errors));
            encoder.counter("errors", "Failed \\ calls.", errors)?;
            let unused = Histogram::default();
            let seconds = [([("name", "used")], &self.0), ([("name", "unused")], &unused)];
            encoder.histogram("call_seconds", "Time.", seconds)
        }
    }

    #[test]
    fn the_text_has_each_family_once_with_its_labels_escaped() -> fmt::Result {
        let calls = Calls::default();
        for took in [40_u64, 240, 9_000_000].map(Duration::from_micros) {
            calls.0.record(took);
        }
        let mut registry = Registry::default();
        registry.register(Arc::new(calls));
        let expected = r##"# HELP errors_total Failed \\ calls.
# TYPE errors_total counter
errors_total{name="a\"b\\c\nd"} 2
errors_total{name="plain"} 0
# HELP call_seconds Time.
# TYPE call_seconds histogram
call_seconds_bucket{name="used",le="5e-05"} 1
call_seconds_bucket{name="used",le="0.0001"} 1
call_seconds_bucket{name="used",le="0.00025"} 2
call_seconds_bucket{name="used",le="0.0005"} 2
call_seconds_bucket{name="used",le="0.001"} 2
call_seconds_bucket{name="used",le="0.0025"} 2
call_seconds_bucket{name="used",le="0.005"} 2
call_seconds_bucket{name="used",le="0.01"} 2
call_seconds_bucket{name="used",le="0.05"} 2
call_seconds_bucket{name="used",le="0.25"} 2
call_seconds_bucket{name="used",le="1"} 2
call_seconds_bucket{name="used",le="+Inf"} 3
call_seconds_sum{name="used"} 9.00028
call_seconds_count{name="used"} 3
"##;
        assert_eq!(registry.encode()?, expected);
        Ok(())
    }
}
