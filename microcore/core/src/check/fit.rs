//! Whether a reader's shape fits what a writer sends: structural, field by
//! field, with no type in common.

use super::text::{Text, equal};
use crate::schema::{EnumShape, Field, Number, Shape, StructShape, Tagging, Variant};

/// What keeps `reader` from reading what `writer` sends; `None` if it fits.
pub(crate) const fn fits(reader: &Shape, writer: &Shape) -> Option<Text> {
    let mut place = Text::new();
    compare(reader, writer, &mut place)
}

const fn compare(reader: &Shape, writer: &Shape, place: &mut Text) -> Option<Text> {
    match (reader, writer) {
        (Shape::Any, _) => None,
        (Shape::Optional(reader), Shape::Optional(writer)) => compare(reader, writer, place),
        (Shape::Optional(reader), _) => compare(reader, writer, place),
        (_, Shape::Optional(_)) => Some(at(place).add(
            " is optional there and required here; make it an `Option` here, or always \
                      send it there",
        )),
        (Shape::List(reader), Shape::List(writer)) => {
            let len = place.len();
            place.push("[]");
            let problem = compare(reader, writer, place);
            place.truncate(len);
            problem
        }
        (Shape::Map(reader), Shape::Map(writer)) => {
            let len = place.len();
            place.push("{}");
            let problem = compare(reader, writer, place);
            place.truncate(len);
            problem
        }
        (Shape::Struct(reader), Shape::Struct(writer)) => structs(reader, writer, place),
        (Shape::Enum(reader), Shape::Enum(writer)) => enums(reader, writer, place),
        (Shape::Integer(reader), Shape::Integer(writer)) if carries(*reader, *writer) => None,
        // An integer of up to 32 bits is exact in a float.
        (Shape::Float, Shape::Integer(Number { bits: 0..=32, .. })) => None,
        (
            Shape::String | Shape::Secret,
            Shape::Uuid | Shape::Time | Shape::Date | Shape::String,
        ) => None,
        (Shape::String, Shape::Enum(writer)) if is_plain(writer) => None,
        _ if same_kind(reader, writer) => None,
        _ => Some(
            at(place)
                .add(" is `")
                .add(name(writer))
                .add("` there and `")
                .add(name(reader))
                .add("` here"),
        ),
    }
}

const fn structs(reader: &StructShape, writer: &StructShape, place: &mut Text) -> Option<Text> {
    let mut index = 0;
    while index < reader.fields.len() {
        let field = &reader.fields[index];
        let len = place.len();
        if len > 0 {
            place.push(".");
        }
        place.push(field.name);
        let problem = match find(writer, field.name) {
            None => Some(missing(writer, place)),
            Some(sent) if field.required && !sent.required && !is_optional(sent.shape) => Some(
                at(place)
                    .add(" may be left out there and is required here; make it an `Option` here"),
            ),
            Some(sent)
                if !field.required && is_optional(sent.shape) && !is_optional(field.shape) =>
            {
                // A default stands in for an absent field, not for `null`.
                compare(field.shape, sent.shape, place)
            }
            Some(sent) => compare(field.shape, sent.shape, place),
        };
        place.truncate(len);
        if problem.is_some() {
            return problem;
        }
        index += 1;
    }
    None
}

const fn missing(writer: &StructShape, place: &Text) -> Text {
    let mut text = at(place).add(" is not sent; `").add(writer.name).add("` has ");
    let mut index = 0;
    while index < writer.fields.len() {
        if index > 0 {
            text = text.add(", ");
        }
        text = text.add("`").add(writer.fields[index].name).add("`");
        index += 1;
    }
    if writer.fields.is_empty() {
        text = text.add("no fields");
    }
    text
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

/// A reader must know every form that the writer may send.
const fn enums(reader: &EnumShape, writer: &EnumShape, place: &mut Text) -> Option<Text> {
    if !same_tagging(&reader.tagging, &writer.tagging) {
        return Some(at(place).add(" is tagged in one way there and in another here"));
    }
    let mut index = 0;
    while index < writer.variants.len() {
        let sent = &writer.variants[index];
        let Some(known) = variant(reader, sent.name) else {
            return Some(at(place).add(" may be `").add(sent.name).add("`, which is unknown here"));
        };
        let problem = match (known.shape, sent.shape) {
            (Some(reader), Some(writer)) => compare(reader, writer, place),
            (None, None) => None,
            _ => Some(at(place).add(": `").add(sent.name).add("` has data on one side only")),
        };
        if problem.is_some() {
            return problem;
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

/// Whether an enum is text on the wire.
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
const fn carries(reader: Number, writer: Number) -> bool {
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
        return Text::new().add("it");
    }
    Text::new().add("`").add(place.as_str()).add("`")
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
        fits(reader, writer).map(|text| text.as_str().to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_view_names_only_what_it_reads() {
        const SENT: Shape = object(&[field("id", I64), field("email", &Shape::String)]);
        const READ: Shape = object(&[field("id", I64)]);
        assert_eq!(problem(&READ, &SENT), "");
        assert_eq!(problem(&SENT, &READ), "`email` is not sent; `T` has `id`");
    }

    #[test]
    fn integers_widen_where_nothing_is_lost() {
        assert_eq!(problem(I64, I32), "");
        assert_eq!(problem(I64, U32), "");
        assert_eq!(problem(I32, U32), "it is `u32` there and `i32` here");
        assert_eq!(problem(U32, I32), "it is `i32` there and `u32` here");
        assert_eq!(problem(&Shape::Float, I32), "");
        assert_ne!(problem(&Shape::Float, I64), "");
    }

    #[test]
    fn what_is_optional_there_cannot_be_required_here() {
        const SENT: Shape = object(&[field("nick", <Option<String>>::SHAPE)]);
        const READ: Shape = object(&[field("nick", &Shape::String)]);
        assert!(problem(&READ, &SENT).starts_with("`nick` is optional there and required here"));
        assert_eq!(problem(&SENT, &READ), "");
    }

    #[test]
    fn lists_maps_and_nested_fields_are_named_in_full() {
        const SENT_ITEM: Shape = object(&[field("sku", &Shape::String)]);
        const SENT: Shape = object(&[field("items", &Shape::List(&SENT_ITEM))]);
        const READ_ITEM: Shape = object(&[field("sku", I64)]);
        const READ: Shape = object(&[field("items", &Shape::List(&READ_ITEM))]);
        assert_eq!(problem(&READ, &SENT), "`items[].sku` is `String` there and `i64` here");
    }
}
