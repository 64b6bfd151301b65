//! Compares the measured ratios with the committed ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::Result;

/// Instructions per request, microcore / baseline, by the name of the request.
pub type Ratios = BTreeMap<String, f64>;

/// The file `docs/benchmarks.lock.json`.
#[derive(Debug, Deserialize, Serialize)]
pub struct Lock {
    /// By what share a ratio may exceed the committed one.
    pub threshold: f64,
    /// The ratios as they were when they were last written.
    pub ratios: Ratios,
}

/// What a comparison found.
#[derive(Debug)]
pub struct Comparison {
    /// A table, for people.
    pub table: String,
    /// The requests that take too much, or are not in the file.
    pub exceeded: Vec<String>,
}

impl Lock {
    fn path() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks.lock.json")
    }

    /// Reads the file.
    ///
    /// # Errors
    /// If it is not there or is not of this form.
    pub fn read() -> Result<Self> {
        Ok(serde_json::from_str(&std::fs::read_to_string(Self::path())?)?)
    }

    /// Writes the file, with ratios to a tenth of a percent.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(mut self, ratios: Ratios) -> Result<()> {
        let rounded = |ratio: f64| (ratio * 1000.0).round() / 1000.0;
        self.ratios = ratios.into_iter().map(|(name, ratio)| (name, rounded(ratio))).collect();
        Ok(std::fs::write(Self::path(), serde_json::to_string_pretty(&self)? + "\n")?)
    }

    /// Compares measured ratios with those of the file.
    pub fn compare(&self, measured: &Ratios) -> Comparison {
        let mut table = "| request | committed | measured | change | |\n\
                         | --- | ---: | ---: | ---: | --- |\n"
            .to_owned();
        let mut exceeded = Vec::new();
        for (name, ratio) in measured {
            let Some(committed) = self.ratios.get(name) else {
                exceeded.push(name.clone());
                let _ = writeln!(table, "| {name} | | {ratio:.3} | | not committed |");
                continue;
            };
            let change = ratio / committed - 1.0;
            let verdict = if change > self.threshold {
                exceeded.push(name.clone());
                "exceeded"
            } else if change < -self.threshold {
                "lower: write it with --bless"
            } else {
                "ok"
            };
            let change = 100.0 * change;
            let _ = writeln!(
                table,
                "| {name} | {committed:.3} | {ratio:.3} | {change:+.1} % | {verdict} |"
            );
        }
        Comparison { table, exceeded }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratios(ping: f64) -> Ratios {
        BTreeMap::from([("GET /ping".to_owned(), ping), ("POST /users".to_owned(), 0.9)])
    }

    fn exceeded(committed: Ratios, measured: &Ratios) -> Vec<String> {
        Lock { threshold: 0.02, ratios: committed }.compare(measured).exceeded
    }

    #[test]
    fn a_ratio_above_the_threshold_is_exceeded_and_one_below_is_not() {
        assert_eq!(exceeded(ratios(0.80), &ratios(0.817)), ["GET /ping"]);
        assert!(exceeded(ratios(0.80), &ratios(0.815)).is_empty());
        assert!(exceeded(ratios(0.80), &ratios(0.50)).is_empty());
    }

    #[test]
    fn a_request_without_a_committed_ratio_is_exceeded() {
        assert_eq!(exceeded(Ratios::new(), &ratios(0.8)), ["GET /ping", "POST /users"]);
    }
}
