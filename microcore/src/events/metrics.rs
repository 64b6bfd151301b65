//! The metrics of the bus.

use std::fmt;

use microcore_core::metrics::{Collector, Encoder};

use super::Bus;

impl Collector for Bus {
    fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result {
        let pending = i64::try_from(self.pending()).unwrap_or(i64::MAX);
        encoder.gauge(
            "microcore_deliveries_pending",
            "Deliveries that are not settled.",
            [([], pending)],
        )
    }
}
