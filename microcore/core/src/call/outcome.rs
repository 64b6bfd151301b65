//! What a handler may return to a caller that is not HTTP.

use crate::error::Result;

/// What a subscriber, a job, a hook or a WebSocket handler returns.
#[diagnostic::on_unimplemented(
    message = "MC012: this handler cannot return `{Self}`",
    label = "the caller of this handler takes no value",
    note = "return `Result<()>`, or nothing"
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
