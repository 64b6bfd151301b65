//! Validates the settings of `Db`. The drivers parse the URL and depend on the settings,
//! so this is a file that imports both.

use super::config::{DbConfig, wrong};
use super::driver::AnyDriver;
use microcore_core::config::ConfigError;
use microcore_core::validate::{Report, Validate};

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
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
        self.check_ranges(report);
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
