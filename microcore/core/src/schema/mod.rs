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

/// A type whose shape in JSON is known at compile time.
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
    message = "MC016: `{Self}` has no schema, so it cannot be part of a request, a response or an event",
    label = "the serialized form of this type is unknown",
    note = "declare it inside the plugin with `#[request]`, `#[response]`, `#[event(..)]` or `#[view]`, or use a known type: bool, i8 to i64, u8 to u64, f64, String, Uuid, DateTime<Utc>, NaiveDate, Value, Secret<String>, Option, Vec, a map with String keys"
)]
pub trait Schema {
    /// The shape of `Self` in JSON.
    const SHAPE: &'static Shape;
}
