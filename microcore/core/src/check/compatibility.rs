//! Whether a reader's shape is compatible with a writer's: compared structurally, field
//! by field; the two share no Rust type.

use super::const_diagnostic::ConstDiagnostic;
use super::nearest::Nearest;
use super::text::{Text, equal};
use crate::schema::{EnumShape, Field, Number, Shape, StructShape, Tagging, Variant};

/// Why a reader's shape is not compatible.
pub(crate) struct Mismatch {
    /// What differs, at which place: "`lines[].price` is not sent".
    pub(crate) problem: Text,
    help: Option<Text>,
}

impl Mismatch {
    const fn new(problem: Text) -> Self {
        Self { problem, help: None }
    }

    const fn with_help(problem: Text, help: Text) -> Self {
        Self { problem, help: Some(help) }
    }

    /// The diagnostic with what to do about it.
    pub(crate) const fn explain(self, diagnostic: ConstDiagnostic) -> ConstDiagnostic {
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}

/// What keeps `reader` from reading what `writer` sends; `None` if it is compatible.
pub(crate) const fn find_mismatch(reader: &Shape, writer: &Shape) -> Option<Mismatch> {
    let mut place = Text::new();
    compare(reader, writer, &mut place)
}

const fn compare(reader: &Shape, writer: &Shape, place: &mut Text) -> Option<Mismatch> {
    match (reader, writer) {
        (Shape::Any, _) => None,
        (Shape::Optional(reader), Shape::Optional(writer)) => compare(reader, writer, place),
        (Shape::Optional(reader), _) => compare(reader, writer, place),
        (_, Shape::Optional(_)) => Some(Mismatch::with_help(
            at(place).add(" is sent as an `Option` and required by the reader"),
            Text::new().add("make it an `Option` where it is read, or always send it"),
        )),
        (Shape::List(reader), Shape::List(writer)) => {
            let len = place.len();
            place.push("[]");
            let mismatch = compare(reader, writer, place);
            place.truncate(len);
            mismatch
        }
        (Shape::Map(reader), Shape::Map(writer)) => {
            let len = place.len();
            place.push("{}");
            let mismatch = compare(reader, writer, place);
            place.truncate(len);
            mismatch
        }
        (Shape::Struct(reader), Shape::Struct(writer)) => structs(reader, writer, place),
        (Shape::Enum(reader), Shape::Enum(writer)) => enums(reader, writer, place),
        (Shape::Integer(reader), Shape::Integer(writer)) if is_widening(*reader, *writer) => None,
        // An integer of up to 32 bits is exact in a float.
        (Shape::Float, Shape::Integer(Number { bits: 0..=32, .. })) => None,
        (
            Shape::String | Shape::Secret,
            Shape::Uuid | Shape::Time | Shape::Date | Shape::String,
        ) => None,
        (Shape::String, Shape::Enum(writer)) if is_plain(writer) => None,
        _ if same_kind(reader, writer) => None,
        _ => Some(Mismatch::with_help(
            at(place)
                .add(" is sent as ")
                .quote(name(writer))
                .add(" and read as ")
                .quote(name(reader)),
            Text::new().add("use the same type on both sides"),
        )),
    }
}

const fn structs(reader: &StructShape, writer: &StructShape, place: &mut Text) -> Option<Mismatch> {
    let mut index = 0;
    while index < reader.fields.len() {
        let field = &reader.fields[index];
        let len = place.len();
        if len > 0 {
            place.push(".");
        }
        place.push(field.name);
        let mismatch = match find(writer, field.name) {
            None => Some(missing(field.name, writer, place)),
            Some(sent) if field.required && !sent.required && !is_optional(sent.shape) => {
                Some(Mismatch::with_help(
                    at(place).add(" may be omitted by the sender and is required by the reader"),
                    Text::new().add("make it an `Option` where it is read, or always send it"),
                ))
            }
            Some(sent)
                if !field.required && is_optional(sent.shape) && !is_optional(field.shape) =>
            {
                // A default is for an absent field, not for `null`.
                compare(field.shape, sent.shape, place)
            }
            Some(sent) => compare(field.shape, sent.shape, place),
        };
        place.truncate(len);
        if mismatch.is_some() {
            return mismatch;
        }
        index += 1;
    }
    None
}

/// The writer has no field of that name: suggests the nearest, and lists all.
const fn missing(name: &str, writer: &StructShape, place: &Text) -> Mismatch {
    let mut nearest = Nearest::to(name);
    let mut index = 0;
    while index < writer.fields.len() {
        nearest.offer(writer.fields[index].name, writer.fields[index].name);
        index += 1;
    }
    let mut help = match nearest.found() {
        Some(near) => Text::new().add("did you mean ").quote(near).add("? "),
        None => Text::new(),
    };
    help = help.quote(writer.name).add(" has ");
    let mut index = 0;
    while index < writer.fields.len() {
        if index > 0 {
            help = help.add(", ");
        }
        help = help.quote(writer.fields[index].name);
        index += 1;
    }
    if writer.fields.is_empty() {
        help = help.add("no fields");
    }
    Mismatch::with_help(at(place).add(" is not sent"), help)
}

const fn find<'a>(shape: &'a StructShape, name: &str) -> Option<&'a Field> {
    let mut index = 0;
    while index < shape.fields.len() {
        if equal(shape.fields[index].name, name) {
            return Some(&shape.fields[index]);
        }
        index += 1;
    }
    None
}

/// A reader must know every variant that the writer may send.
const fn enums(reader: &EnumShape, writer: &EnumShape, place: &mut Text) -> Option<Mismatch> {
    if !same_tagging(&reader.tagging, &writer.tagging) {
        return Some(Mismatch::with_help(
            at(place).add(" is tagged differently by the sender and by the reader"),
            Text::new().add("write the same `tag`, `content` or `untagged` on both enums"),
        ));
    }
    let mut index = 0;
    while index < writer.variants.len() {
        let sent = &writer.variants[index];
        let Some(known) = variant(reader, sent.name) else {
            let problem = at(place).add(" may be ").quote(sent.name);
            return Some(Mismatch::with_help(
                problem.add(", which is unknown to the reader"),
                Text::new().add("add ").quote(sent.name).add(" to ").quote(reader.name),
            ));
        };
        let mismatch = match (known.shape, sent.shape) {
            (Some(reader), Some(writer)) => compare(reader, writer, place),
            (None, None) => None,
            _ => {
                let problem = Text::new().quote(sent.name).add(" of ").add(at(place).as_str());
                Some(Mismatch::new(problem.add(" has data on one side only")))
            }
        };
        if mismatch.is_some() {
            return mismatch;
        }
        index += 1;
    }
    None
}

const fn variant<'a>(shape: &'a EnumShape, name: &str) -> Option<&'a Variant> {
    let mut index = 0;
    while index < shape.variants.len() {
        if equal(shape.variants[index].name, name) {
            return Some(&shape.variants[index]);
        }
        index += 1;
    }
    None
}

const fn same_tagging(a: &Tagging, b: &Tagging) -> bool {
    match (a, b) {
        (Tagging::External, Tagging::External) | (Tagging::Untagged, Tagging::Untagged) => true,
        (Tagging::Internal(a), Tagging::Internal(b)) => equal(a, b),
        (Tagging::Adjacent(a, b), Tagging::Adjacent(c, d)) => equal(a, c) && equal(b, d),
        _ => false,
    }
}

/// Whether an enum is serialized as text.
const fn is_plain(shape: &EnumShape) -> bool {
    let mut index = 0;
    while index < shape.variants.len() {
        if shape.variants[index].shape.is_some() {
            return false;
        }
        index += 1;
    }
    matches!(shape.tagging, Tagging::External)
}

/// Whether every value of `writer` is a value of `reader`.
const fn is_widening(reader: Number, writer: Number) -> bool {
    match (reader.signed, writer.signed) {
        (true, true) | (false, false) => reader.bits >= writer.bits,
        (true, false) => reader.bits > writer.bits,
        (false, true) => false,
    }
}

const fn is_optional(shape: &Shape) -> bool {
    matches!(shape, Shape::Optional(_))
}

const fn same_kind(a: &Shape, b: &Shape) -> bool {
    matches!(
        (a, b),
        (Shape::Unit, Shape::Unit)
            | (Shape::Bool, Shape::Bool)
            | (Shape::Float, Shape::Float)
            | (Shape::Time, Shape::Time)
            | (Shape::Date, Shape::Date)
            | (Shape::Uuid, Shape::Uuid)
    )
}

const fn at(place: &Text) -> Text {
    if place.is_empty() {
        return Text::new().add("the value");
    }
    Text::new().quote(place.as_str())
}

/// The Rust name of a shape.
const fn name(shape: &Shape) -> &'static str {
    match shape {
        Shape::Unit => "()",
        Shape::Bool => "bool",
        Shape::Integer(number) => match (number.signed, number.bits) {
            (true, 8) => "i8",
            (true, 16) => "i16",
            (true, 32) => "i32",
            (true, _) => "i64",
            (false, 8) => "u8",
            (false, 16) => "u16",
            (false, 32) => "u32",
            (false, _) => "u64",
        },
        Shape::Float => "f64",
        Shape::String => "String",
        Shape::Secret => "Secret<String>",
        Shape::Time => "DateTime<Utc>",
        Shape::Date => "NaiveDate",
        Shape::Uuid => "Uuid",
        Shape::Any => "any JSON",
        Shape::Optional(_) => "Option",
        Shape::List(_) => "Vec",
        Shape::Map(_) => "a map",
        Shape::Struct(shape) => shape.name,
        Shape::Enum(shape) => shape.name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    const fn field(name: &'static str, shape: &'static Shape) -> Field {
        Field::new(name, "", shape, &[], 0)
    }

    const fn object(fields: &'static [Field]) -> Shape {
        Shape::Struct(StructShape { name: "T", doc: "", fields, closed: false })
    }

    const I32: &Shape = <i32 as Schema>::SHAPE;
    const U32: &Shape = <u32 as Schema>::SHAPE;
    const I64: &Shape = <i64 as Schema>::SHAPE;

    fn problem(reader: &Shape, writer: &Shape) -> String {
        find_mismatch(reader, writer)
            .map(|mismatch| mismatch.problem.as_str().to_owned())
            .unwrap_or_default()
    }

    fn help(reader: &Shape, writer: &Shape) -> String {
        let help = find_mismatch(reader, writer).and_then(|mismatch| mismatch.help);
        help.map(|text| text.as_str().to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_view_names_only_what_it_reads() {
        const SENT: Shape = object(&[field("id", I64), field("email", &Shape::String)]);
        const READ: Shape = object(&[field("id", I64)]);
        assert_eq!(problem(&READ, &SENT), "");
        assert_eq!(problem(&SENT, &READ), "`email` is not sent");
        assert_eq!(help(&SENT, &READ), "`T` has `id`");
    }

    #[test]
    fn a_misspelt_field_gets_the_nearest_as_a_suggestion() {
        const SENT: Shape = object(&[field("id", I64), field("doctor_name", &Shape::String)]);
        const READ: Shape = object(&[field("docter_name", &Shape::String)]);
        assert_eq!(help(&READ, &SENT), "did you mean `doctor_name`? `T` has `id`, `doctor_name`");
    }

    #[test]
    fn integers_widen_without_loss() {
        assert_eq!(problem(I64, I32), "");
        assert_eq!(problem(I64, U32), "");
        assert_eq!(problem(I32, U32), "the value is sent as `u32` and read as `i32`");
        assert_eq!(problem(U32, I32), "the value is sent as `i32` and read as `u32`");
        assert_eq!(problem(&Shape::Float, I32), "");
        assert_ne!(problem(&Shape::Float, I64), "");
    }

    #[test]
    fn what_is_sent_as_an_option_cannot_be_required() {
        const SENT: Shape = object(&[field("nick", <Option<String>>::SHAPE)]);
        const READ: Shape = object(&[field("nick", &Shape::String)]);
        assert!(problem(&READ, &SENT).starts_with("`nick` is sent as an `Option` and required"));
        assert_eq!(problem(&SENT, &READ), "");
    }

    #[test]
    fn lists_maps_and_nested_fields_are_named_in_full() {
        const SENT_ITEM: Shape = object(&[field("sku", &Shape::String)]);
        const SENT: Shape = object(&[field("items", &Shape::List(&SENT_ITEM))]);
        const READ_ITEM: Shape = object(&[field("sku", I64)]);
        const READ: Shape = object(&[field("items", &Shape::List(&READ_ITEM))]);
        assert_eq!(problem(&READ, &SENT), "`items[].sku` is sent as `String` and read as `i64`");
    }
}
