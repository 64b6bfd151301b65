//! The rules of the section `db`: its numbers, and a URL that a driver can read.

use super::config::DbConfig;
use super::driver::AnyDriver;
use microcore_core::config::limits::{LONGEST, MOST, within};
use microcore_core::validate::{Report, Validate};

impl Validate for DbConfig {
    fn validate(&self, report: &mut Report) {
        // Without a URL it is a file named as the application.
        if !self.url.is_empty() {
            let pools = AnyDriver::of(self).and_then(|driver| driver.pools(self)).err();
            for problem in pools.into_iter().flat_map(|error| error.problems) {
                report.add("url", "url", problem.problem);
            }
            if !names_a_database(self) {
                report.add("url", "url", "must name a file, or be `sqlite::memory:`");
            }
        }
        within(report, "max_connections", self.max_connections.into(), 1..=MOST);
        within(report, "connect_timeout_ms", self.connect_timeout_ms, 1..=LONGEST);
        within(report, "statement_timeout_ms", self.statement_timeout_ms, 1..=LONGEST);
    }
}

/// A file without a name would be another database for each connection.
fn names_a_database(config: &DbConfig) -> bool {
    let path = config.url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
    let file = path.map(|path| path.split('?').next().unwrap_or_default());
    file != Some("") || config.url.contains("mode=memory")
}
