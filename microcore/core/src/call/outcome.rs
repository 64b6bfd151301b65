//! What a handler may give back to a caller that is not HTTP.

use crate::error::Result;

/// What a subscriber, a job, a hook or a WebSocket handler gives back.
#[diagnostic::on_unimplemented(
    message = "MC012: this handler cannot give back `{Self}`",
    label = "nobody waits for this value",
    note = "give back `Result<()>`, or nothing"
)]
pub trait Outcome {
    /// Whether it went well.
    fn outcome(self) -> Result<()>;
}

impl Outcome for () {
    fn outcome(self) -> Result<()> {
        Ok(())
    }
}

impl Outcome for Result<()> {
    fn outcome(self) -> Self {
        self
    }
}
