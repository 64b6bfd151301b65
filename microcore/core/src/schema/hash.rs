//! A hash of a shape, so that two versions of an event can be distinguished.

use microcore_syntax::fnv::{START, step};

use super::{Field, Shape, Tagging, Variant};

/// The FNV-1a hash of a shape, as it is in JSON.
///
/// It covers the names of fields and variants, their shapes, and whether they are
/// required. It does not cover the order of fields, docs, rules and the names of Rust
/// types: they do not affect a reader.
///
/// ```
/// use microcore_core::schema::{Schema, shape_hash};
///
/// const IDS: u64 = shape_hash(<Vec<i64> as Schema>::SHAPE);
/// assert_eq!(IDS, shape_hash(<Vec<i64> as Schema>::SHAPE));
/// assert_ne!(IDS, shape_hash(<Vec<String> as Schema>::SHAPE));
/// ```
pub const fn shape_hash(shape: &Shape) -> u64 {
    match shape {
        Shape::Unit => tag(1),
        Shape::Bool => tag(2),
        Shape::Integer(number) => {
            step(step(tag(3), number.bits), if number.signed { 1 } else { 0 })
        }
        Shape::Float => tag(4),
        Shape::String => tag(5),
        Shape::Secret => tag(6),
        Shape::Time => tag(7),
        Shape::Date => tag(8),
        Shape::Uuid => tag(9),
        Shape::Any => tag(10),
        Shape::Optional(inner) => number(tag(11), shape_hash(inner)),
        Shape::List(inner) => number(tag(12), shape_hash(inner)),
        Shape::Map(inner) => number(tag(13), shape_hash(inner)),
        Shape::Struct(object) => number(tag(14), fields(object.fields)),
        Shape::Enum(one_of) => number(tagging(tag(15), &one_of.tagging), variants(one_of.variants)),
    }
}

/// A sum, because the order of an object's fields has no meaning.
const fn fields(fields: &[Field]) -> u64 {
    let mut sum = 0u64;
    let mut index = 0;
    while index < fields.len() {
        let field = &fields[index];
        let hash = step(text(START, field.name), if field.required { 1 } else { 0 });
        sum = sum.wrapping_add(number(hash, shape_hash(field.shape)));
        index += 1;
    }
    sum
}

const fn variants(variants: &[Variant]) -> u64 {
    let mut sum = 0u64;
    let mut index = 0;
    while index < variants.len() {
        let variant = &variants[index];
        let mut hash = text(START, variant.name);
        if let Some(shape) = variant.shape {
            hash = number(hash, shape_hash(shape));
        }
        sum = sum.wrapping_add(hash);
        index += 1;
    }
    sum
}

const fn tagging(hash: u64, tagging: &Tagging) -> u64 {
    match tagging {
        Tagging::External => step(hash, 1),
        Tagging::Internal(tag) => text(step(hash, 2), tag),
        Tagging::Adjacent(tag, content) => text(step(text(step(hash, 3), tag), 0), content),
        Tagging::Untagged => step(hash, 4),
    }
}

const fn tag(value: u8) -> u64 {
    step(START, value)
}

const fn text(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        hash = step(hash, bytes[index]);
        index += 1;
    }
    hash
}

const fn number(mut hash: u64, value: u64) -> u64 {
    let bytes = value.to_le_bytes();
    let mut index = 0;
    while index < bytes.len() {
        hash = step(hash, bytes[index]);
        index += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::StructShape;

    const fn field(name: &'static str, shape: &'static Shape, required: bool) -> Field {
        Field { name, doc: "", shape, required, rules: &[], line: 0 }
    }

    const fn object(fields: &'static [Field]) -> Shape {
        Shape::Struct(StructShape { name: "T", doc: "", fields, closed: false })
    }

    #[test]
    fn the_order_of_fields_does_not_matter() {
        const AB: Shape =
            object(&[field("a", &Shape::Bool, true), field("b", &Shape::String, true)]);
        const BA: Shape =
            object(&[field("b", &Shape::String, true), field("a", &Shape::Bool, true)]);
        assert_eq!(shape_hash(&AB), shape_hash(&BA));
    }

    #[test]
    fn a_name_a_type_and_being_required_matter() {
        const A: Shape = object(&[field("a", &Shape::Bool, true)]);
        const NAME: Shape = object(&[field("x", &Shape::Bool, true)]);
        const TYPE: Shape = object(&[field("a", &Shape::String, true)]);
        const OPTIONAL: Shape = object(&[field("a", &Shape::Bool, false)]);
        for other in [&NAME, &TYPE, &OPTIONAL] {
            assert_ne!(shape_hash(&A), shape_hash(other));
        }
    }
}
