//! Writes the metric families of a collector.

use std::fmt;

use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;

use super::Histogram;

/// Takes the metric families of a [`Collector`](super::Collector): of each its name, a
/// sentence of help, and one sample for each combination of labels.
pub struct Encoder<'a>(pub(super) DescriptorEncoder<'a>);

/// The labels of a sample: names and values. Values are escaped where they must be.
type Labels<'l, const N: usize> = [(&'static str, &'l str); N];

impl Encoder<'_> {
    /// Counters, which only grow. The name is without `_total`, which is appended.
    pub fn counter<'l, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, u64)>,
    ) -> fmt::Result {
        let mut family = self.family(name, help, MetricType::Counter)?;
        for (labels, value) in samples {
            let mut sample = family.encode_family(&labels)?;
            sample.encode_counter::<NoLabelSet, u64, f64>(&value, None)?;
        }
        Ok(())
    }

    /// Gauges, which go up and down.
    pub fn gauge<'l, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, i64)>,
    ) -> fmt::Result {
        let mut family = self.family(name, help, MetricType::Gauge)?;
        for (labels, value) in samples {
            family.encode_family(&labels)?.encode_gauge(&value)?;
        }
        Ok(())
    }

    /// Histograms of seconds; one that nothing was recorded in is left out.
    pub fn histogram<'l, const N: usize>(
        &mut self,
        name: &str,
        help: &str,
        samples: impl IntoIterator<Item = (Labels<'l, N>, &'l Histogram)>,
    ) -> fmt::Result {
        let mut family = self.family(name, help, MetricType::Histogram)?;
        for (labels, histogram) in samples {
            let read = histogram.read();
            if read.count > 0 {
                let mut sample = family.encode_family(&labels)?;
                sample.encode_histogram::<NoLabelSet>(read.sum, read.count, &read.buckets, None)?;
            }
        }
        Ok(())
    }

    fn family<'s>(
        &'s mut self,
        name: &'s str,
        help: &str,
        kind: MetricType,
    ) -> Result<MetricEncoder<'s>, fmt::Error> {
        self.0.encode_descriptor(name, help, None, kind)
    }
}
