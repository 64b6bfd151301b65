//! A tool that never gets connected.

use std::future::pending;

use microcore::Result;

/// Wakes up, one day.
#[microcore::tool]
pub(crate) trait Sleeper {
    /// What it dreamt of.
    async fn dream(&self) -> Result<String>;
}

/// Sleeps.
pub(crate) struct Asleep;

#[microcore::provides]
impl Sleeper for Asleep {
    async fn connect() -> Result<Self> {
        pending().await
    }

    async fn dream(&self) -> Result<String> {
        Ok("of sheep".to_owned())
    }
}
