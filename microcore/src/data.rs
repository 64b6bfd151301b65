//! The traits of the types that a plugin declares.

use serde::Serialize;
use serde::de::DeserializeOwned;

use microcore_core::error::Result;
use microcore_core::event::Envelope;
use microcore_core::meta::{AskMeta, EventMeta};
use microcore_core::schema::{Schema, Shape};
use microcore_core::validate::Validate;

/// Inbound data: `#[request]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not inbound data",
    label = "this must be a `#[request]`",
    note = "put `#[request]` on the struct, inside the plugin"
)]
pub trait Request: DeserializeOwned + Schema + Validate + 'static {}

/// Outbound data: `#[response]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not outbound data",
    label = "this must be a `#[response]`",
    note = "put `#[response]` on the struct, inside the plugin"
)]
pub trait Response: Serialize + Schema + 'static {}

/// A fact that one plugin owns: `#[event("…")]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not an event of this plugin",
    label = "this must be an `#[event(\"…\")]`",
    note = "only the plugin that declares an event can publish it"
)]
pub trait Event: Serialize + Schema + Send + 'static {
    /// The event, as constants.
    const META: EventMeta;
}

/// A reading of another plugin's data: `#[view]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not a view",
    label = "this must be a `#[view]`",
    note = "declare the fields that this plugin reads in a struct with `#[view]`"
)]
pub trait View: DeserializeOwned + Schema + Send + 'static {
    /// What it reads. Expansions name this, and not [`Schema::SHAPE`]: what is no view
    /// then gets that error only.
    const READS: &'static Shape = <Self as Schema>::SHAPE;

    /// Reads the payload of an event or a question.
    ///
    /// # Errors
    ///
    /// The payload is not of this form.
    fn read(envelope: &Envelope) -> Result<Self> {
        envelope.read()
    }
}

impl<T: View> View for Vec<T> {}
impl<T: View> View for Option<T> {}

/// A question to whichever plugin answers it: `#[ask("…", reply = …)]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not a question",
    label = "this must be an `#[ask(\"…\", reply = …)]`"
)]
pub trait Question: Serialize + Schema + Send + 'static {
    /// What the asker reads of the answer.
    type Reply: View;
    /// The form of the answer, as the asker reads it.
    const READS: &'static Shape = <Self::Reply as View>::READS;
    /// The question, as constants.
    const META: AskMeta;
}
