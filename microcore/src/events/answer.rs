//! The return types of `#[on_ask]` handlers.

use microcore_core::error::Result;
use microcore_core::schema::{Schema, Shape};
use serde_json::value::RawValue;

use crate::data::Response;

/// What the answer to a question returns.
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
