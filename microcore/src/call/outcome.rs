//! What a handler may give back to a caller that is not HTTP.

use serde_json::value::RawValue;

use crate::data::Response;
use crate::error::Result;
use crate::schema::{Schema, Shape};

/// What a subscriber, a job, a hook or a WebSocket handler gives back.
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

/// What the answer to a question gives back.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not an answer",
    label = "this must be `Result<T>`, with `T` a `#[response]`",
    note = "`Option<T>` and `Vec<T>` of a `#[response]` are answers too"
)]
pub trait Answer {
    /// The shape of the answer.
    const SHAPE: &'static Shape;

    /// The answer as JSON.
    fn answer(self) -> Result<Box<RawValue>>;
}

/// What an answer may hold.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not an answer",
    label = "this must be `Result<T>`, with `T` a `#[response]`, or an `Option` or a `Vec` of one",
    note = "put `#[response]` on the struct, inside the plugin"
)]
pub trait Answerable: serde::Serialize + Schema {}

impl<T: Response> Answerable for T {}
impl<T: Answerable> Answerable for Vec<T> {}
impl<T: Answerable> Answerable for Option<T> {}

impl<T: Answerable> Answer for Result<T> {
    const SHAPE: &'static Shape = T::SHAPE;

    fn answer(self) -> Result<Box<RawValue>> {
        Ok(serde_json::value::to_raw_value(&self?)?)
    }
}
