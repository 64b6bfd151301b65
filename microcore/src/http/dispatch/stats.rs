//! Counts what an endpoint does, without labels to look up.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use actix_web::http::StatusCode;

use microcore_core::tool::BUCKETS_US;

/// The requests of one endpoint.
#[derive(Default)]
pub(super) struct Stats {
    /// By class of status: 1xx to 5xx.
    classes: [AtomicU64; 5],
    buckets: [AtomicU64; BUCKETS_US.len() + 1],
    total_us: AtomicU64,
}

impl Stats {
    pub(super) fn record(&self, status: StatusCode, took: Duration) {
        let us = took.as_micros() as u64;
        let class = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
        let bucket = BUCKETS_US.iter().position(|end| us <= *end).unwrap_or(BUCKETS_US.len());
        self.classes[class].fetch_add(1, Relaxed);
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.total_us.fetch_add(us, Relaxed);
    }
}

/// The counts of all endpoints, in the text format of Prometheus. Endpoints that
/// were not called are left out.
pub(super) fn prometheus<'a>(
    endpoints: impl Iterator<Item = (&'a str, &'a str, &'a Stats)> + Clone,
) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = prometheus_into(&mut text, endpoints);
    text
}

fn prometheus_into<'a>(
    text: &mut String,
    endpoints: impl Iterator<Item = (&'a str, &'a str, &'a Stats)> + Clone,
) -> std::fmt::Result {
    writeln!(text, "# HELP microcore_http_requests_total Requests answered.")?;
    writeln!(text, "# TYPE microcore_http_requests_total counter")?;
    for (method, path, stats) in endpoints.clone() {
        for (index, class) in stats.classes.iter().enumerate() {
            let count = class.load(Relaxed);
            if count > 0 {
                writeln!(
                    text,
                    "microcore_http_requests_total{{method=\"{method}\",path=\"{path}\",status=\"{}xx\"}} {count}",
                    index + 1
                )?;
            }
        }
    }
    let name = "microcore_http_request_duration_seconds";
    writeln!(text, "# HELP {name} Time from the head of a request to the head of its answer.")?;
    writeln!(text, "# TYPE {name} histogram")?;
    for (method, path, stats) in endpoints {
        let labels = format!("method=\"{method}\",path=\"{path}\"");
        let counts: Vec<u64> = stats.buckets.iter().map(|bucket| bucket.load(Relaxed)).collect();
        let count: u64 = counts.iter().sum();
        if count == 0 {
            continue;
        }
        let mut sum = 0;
        for (end, bucket) in BUCKETS_US.iter().zip(&counts) {
            sum += bucket;
            let seconds = *end as f64 / 1e6;
            writeln!(text, "{name}_bucket{{{labels},le=\"{seconds}\"}} {sum}")?;
        }
        writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}")?;
        let total = stats.total_us.load(Relaxed) as f64 / 1e6;
        writeln!(text, "{name}_sum{{{labels}}} {total}")?;
        writeln!(text, "{name}_count{{{labels}}} {count}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_to_the_count() {
        let stats = Stats::default();
        stats.record(StatusCode::OK, Duration::from_micros(40));
        stats.record(StatusCode::NOT_FOUND, Duration::from_micros(240));
        stats.record(StatusCode::OK, Duration::from_secs(9));
        let text = prometheus([("GET", "/a/{id}", &stats)].into_iter());
        for line in [
            "microcore_http_requests_total{method=\"GET\",path=\"/a/{id}\",status=\"2xx\"} 2",
            "microcore_http_requests_total{method=\"GET\",path=\"/a/{id}\",status=\"4xx\"} 1",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"0.00005\"} 1",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"0.00025\"} 2",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"1\"} 2",
            "microcore_http_request_duration_seconds_bucket{method=\"GET\",path=\"/a/{id}\",le=\"+Inf\"} 3",
            "microcore_http_request_duration_seconds_count{method=\"GET\",path=\"/a/{id}\"} 3",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
    }
}
