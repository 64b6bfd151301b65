//! The shape of data, as constants: one declaration drives the compile-time
//! checks, JSON Schema, OpenAPI and the manifest.

mod hash;
mod json;
mod shape;
mod types;

pub use hash::shape_hash;
#[doc(hidden)]
pub use json::field_schema;
pub use json::{Components, json_schema};
pub use shape::{EnumShape, Field, Number, Rule, Shape, StructShape, Tagging, Variant};

/// A type whose shape on the wire is known at compile time.
///
/// `#[request]`, `#[response]`, `#[event]` and `#[view]` implement it; so do
/// the scalar types, `Option`, `Vec`, and string-keyed maps of such types.
///
/// ```
/// use microcore_core::schema::{Schema, Shape};
///
/// assert!(matches!(<Vec<bool> as Schema>::SHAPE, Shape::List(Shape::Bool)));
/// ```
#[diagnostic::on_unimplemented(
    message = "MC016: `{Self}` has no schema, so it cannot travel in a request, a response or an event",
    label = "microcore does not know what this looks like on the wire",
    note = "declare it inside the plugin with `#[request]`, `#[response]`, `#[event(..)]` or `#[view]`, or use a known type: bool, integers, f64, String, Uuid, DateTime<Utc>, Json, Secret<String>, Option, Vec, a map with String keys"
)]
pub trait Schema {
    /// The shape of `Self` on the wire.
    const SHAPE: &'static Shape;
}
