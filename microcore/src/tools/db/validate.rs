//! Which settings of the section `db` cannot be used. Only its driver knows how a URL is
//! read, and the drivers are opened with the settings, so this is not part of them.

use super::config::{DbConfig, wrong};
use super::driver::AnyDriver;
use microcore_core::config::ConfigError;
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
            if !self.names_a_database() {
                report.add("url", "url", "must name a file, or be `sqlite::memory:`");
            }
        }
        within(report, "max_connections", self.max_connections.into(), 1..=MOST);
        within(report, "connect_timeout_ms", self.connect_timeout_ms, 1..=LONGEST);
        within(report, "statement_timeout_ms", self.statement_timeout_ms, 1..=LONGEST);
    }
}

impl DbConfig {
    /// Every setting that cannot be used, for a database outside of an application.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let mut report = Report::new();
        self.validate(&mut report);
        let problems: Vec<_> = report
            .violations()
            .iter()
            .flat_map(|own| wrong(own.pointer.trim_start_matches('/'), &own.message).problems)
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(ConfigError { problems }) }
    }

    /// A file without a name would be another database for each connection.
    fn names_a_database(&self) -> bool {
        let path = self.url.strip_prefix("sqlite:").map(|rest| rest.trim_start_matches("//"));
        let file = path.map(|path| path.split('?').next().unwrap_or_default());
        file != Some("") || self.url.contains("mode=memory")
    }
}
