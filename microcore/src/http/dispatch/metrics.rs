//! Counts what each endpoint does, without labels to look up.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use microcore_core::metrics::{Collector, Encoder, Histogram};

/// The requests of one endpoint.
#[derive(Default)]
pub(super) struct Stats {
    /// By class of status: those of [`CLASSES`].
    classes: [AtomicU64; CLASSES.len()],
    duration: Histogram,
}

const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl Stats {
    pub(super) fn record(&self, status: StatusCode, took: Duration) {
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES.len()) - 1;
        self.classes[class].fetch_add(1, Relaxed);
        self.duration.record(took);
    }
}

/// The metrics of HTTP. Each endpoint is added once, and counts in its own [`Stats`].
#[derive(Default)]
pub(super) struct HttpMetrics {
    endpoints: Mutex<Vec<Counted>>,
}

#[derive(Clone)]
struct Counted {
    method: &'static str,
    path: &'static str,
    stats: Arc<Stats>,
}

impl HttpMetrics {
    /// Adds an endpoint, and returns what counts its requests.
    pub(super) fn endpoint(&self, method: &'static str, path: &'static str) -> Arc<Stats> {
        let stats = Arc::new(Stats::default());
        let counted = Counted { method, path, stats: Arc::clone(&stats) };
        self.endpoints.lock().unwrap_or_else(PoisonError::into_inner).push(counted);
        stats
    }
}

impl Collector for HttpMetrics {
    /// What was not called is left out.
    fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result {
        let endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let requests = endpoints.iter().flat_map(|Counted { method, path, stats }| {
            let classes = CLASSES.into_iter().zip(&stats.classes);
            let counts = classes.map(|(class, count)| (class, count.load(Relaxed)));
            counts.filter(|(_, count)| *count > 0).map(|(class, count)| {
                ([("method", *method), ("path", *path), ("status", class)], count)
            })
        });
        encoder.counter("microcore_http_requests", "Requests answered.", requests)?;
        encoder.histogram(
            "microcore_http_request_duration_seconds",
            "Time from the head of a request to the head of its answer.",
            endpoints.iter().map(|Counted { method, path, stats }| {
                ([("method", *method), ("path", *path)], &stats.duration)
            }),
        )
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use microcore_core::metrics::Registry;

    use super::*;

    #[test]
    fn requests_are_counted_by_endpoint_and_class_of_status() {
        let metrics = Arc::new(HttpMetrics::default());
        let stats = metrics.endpoint("GET", "/a/{id}");
        metrics.endpoint("GET", "/never");
        stats.record(StatusCode::OK, Duration::from_micros(40));
        stats.record(StatusCode::NOT_FOUND, Duration::from_micros(240));
        stats.record(StatusCode::OK, Duration::from_secs(9));
        let mut registry = Registry::default();
        registry.register(metrics);
        let text = registry.encode().unwrap();
        for line in [
            "microcore_http_requests_total{method=\"GET\",path=\"/a/{id}\",status=\"2xx\"} 2",
            "microcore_http_requests_total{method=\"GET\",path=\"/a/{id}\",status=\"4xx\"} 1",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"0.00025\"} 2",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"+Inf\"} 3",
            "microcore_http_request_duration_seconds_count{method=\"GET\",path=\"/a/{id}\"} 3",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
        assert!(!text.contains("/never"), "{text}");
    }
}
