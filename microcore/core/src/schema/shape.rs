//! What a shape is made of.

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
    /// One of several forms.
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
    /// Whether fields that are not listed are refused.
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
    /// Whether it must be there: no `Option` and no default.
    pub required: bool,
    /// The rules its value keeps.
    pub rules: &'static [Rule],
    /// The line of its declaration.
    pub line: u32,
}

impl Field {
    /// A field that must be there, unless its shape is optional.
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

    /// A field that need not be there, whatever its shape.
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

/// One of several forms.
#[derive(Debug, PartialEq)]
pub struct EnumShape {
    /// The Rust name of the type.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// How a variant is distinguished from the others.
    pub tagging: Tagging,
    /// The forms.
    pub variants: &'static [Variant],
}

/// How one variant of an enum is distinguished from the others in JSON.
#[derive(Debug, PartialEq, Eq)]
pub enum Tagging {
    /// `{"Circle": {…}}`, or `"Circle"` for a form without data.
    External,
    /// `{"type": "Circle", …}`.
    Internal(&'static str),
    /// `{"type": "Circle", "data": {…}}`.
    Adjacent(&'static str, &'static str),
    /// Told by its fields alone.
    Untagged,
}

/// One form of an enum.
#[derive(Debug, PartialEq)]
pub struct Variant {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its data; `None` for a form without data.
    pub shape: Option<&'static Shape>,
}

/// A rule that a value keeps; the `validate` attribute in data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Length of text (in characters) or of a list, both ends included.
    Length {
        /// At least so many.
        min: Option<u64>,
        /// At most so many.
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
    /// A function of the plugin decides.
    Custom(&'static str),
    /// The value's own rules hold too.
    Nested,
}
