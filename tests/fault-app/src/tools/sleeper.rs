//! A tool that never gets connected.

use std::future::pending;

use microcore::Result;

/// A capability that is never available.
#[microcore::tool]
pub(crate) trait Sleeper {
    /// Returns a text.
    async fn dream(&self) -> Result<String>;
}

/// Never connects.
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
