//! The shape of a type, as data.

/// The shape of a value as JSON.
#[derive(Debug, PartialEq)]
pub enum Shape {
    /// Nothing (`null`).
    Unit,
    /// `true` or `false`.
    Bool,
    /// An integer.
    Integer(Number),
    /// A floating point number.
    Float,
    /// Text.
    String,
    /// Text that is never logged and never sent out.
    Secret,
    /// A point in time, RFC 3339.
    Time,
    /// A calendar date, `2026-11-22`.
    Date,
    /// A UUID.
    Uuid,
    /// Any JSON value.
    Any,
    /// A value that may be absent or `null`.
    Optional(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// A map from text to a value.
    Map(&'static Shape),
    /// An object with known fields.
    Struct(StructShape),
    /// An enum.
    Enum(EnumShape),
}

/// Width and sign of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// 8, 16, 32 or 64.
    pub bits: u8,
    /// Whether it can be negative.
    pub signed: bool,
}

impl Number {
    /// The least and the greatest value.
    pub fn bounds(self) -> (i128, i128) {
        match (self.signed, self.bits) {
            (true, bits) => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            (false, bits) => (0, (1_i128 << bits) - 1),
        }
    }
}

/// An object with known fields.
#[derive(Debug, PartialEq)]
pub struct StructShape {
    /// The Rust name of the type.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its fields, in order of declaration.
    pub fields: &'static [Field],
    /// Whether unknown fields are rejected.
    pub closed: bool,
}

/// A field of an object.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its shape.
    pub shape: &'static Shape,
    /// Whether it is required: no `Option` and no default.
    pub required: bool,
    /// The validation rules of its value.
    pub rules: &'static [Rule],
    /// The line of its declaration.
    pub line: u32,
}

impl Field {
    /// A required field, unless its shape is optional.
    pub const fn new(
        name: &'static str,
        doc: &'static str,
        shape: &'static Shape,
        rules: &'static [Rule],
        line: u32,
    ) -> Self {
        let required = !matches!(shape, Shape::Optional(_));
        Self { name, doc, shape, required, rules, line }
    }

    /// A field that may be absent, whatever its shape.
    pub const fn optional(
        name: &'static str,
        doc: &'static str,
        shape: &'static Shape,
        rules: &'static [Rule],
        line: u32,
    ) -> Self {
        Self { name, doc, shape, required: false, rules, line }
    }
}

/// An enum: one of several variants.
#[derive(Debug, PartialEq)]
pub struct EnumShape {
    /// The Rust name of the type.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// How a variant is distinguished from the others.
    pub tagging: Tagging,
    /// The variants.
    pub variants: &'static [Variant],
}

/// How one variant of an enum is distinguished from the others in JSON.
#[derive(Debug, PartialEq, Eq)]
pub enum Tagging {
    /// `{"Circle": {…}}`, or `"Circle"` for a variant without data.
    External,
    /// `{"type": "Circle", …}`.
    Internal(&'static str),
    /// `{"type": "Circle", "data": {…}}`.
    Adjacent(&'static str, &'static str),
    /// Distinguished by its fields alone.
    Untagged,
}

/// One variant of an enum.
#[derive(Debug, PartialEq)]
pub struct Variant {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its data; `None` for a variant without data.
    pub shape: Option<&'static Shape>,
}

/// A validation rule; the `validate` attribute as data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Length of text (in characters) or of a list, both ends included.
    Length {
        /// The minimum.
        min: Option<u64>,
        /// The maximum.
        max: Option<u64>,
    },
    /// A number's range.
    Range {
        /// At least.
        min: Option<f64>,
        /// At most.
        max: Option<f64>,
        /// Greater than.
        exclusive_min: Option<f64>,
        /// Less than.
        exclusive_max: Option<f64>,
    },
    /// An e-mail address.
    Email,
    /// A URL.
    Url,
    /// An IP address, v4 or v6.
    Ip,
    /// Text that contains this.
    Contains(&'static str),
    /// Text that does not contain this.
    DoesNotContain(&'static str),
    /// No control characters.
    NonControlCharacter,
    /// A pattern that the text matches.
    Pattern(&'static str),
    /// Equal to another field.
    MustMatch(&'static str),
    /// A function of the plugin.
    Custom(&'static str),
    /// The value's own rules apply too.
    Nested,
}
