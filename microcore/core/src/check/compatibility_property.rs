//! What [`find_mismatch`](super::compatibility::find_mismatch) guarantees: a compatible
//! reader reads every value that the writer can send.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::compatibility::find_mismatch;
use crate::schema::{EnumShape, Field, Number, Schema, Shape, StructShape, Tagging, Variant};
use crate::validate::mismatches;

/// Shapes are `'static` in the framework, so they are in this test.
fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

fn scalar() -> impl Strategy<Value = &'static Shape> {
    prop_oneof![
        Just(<bool as Schema>::SHAPE),
        Just(<i16 as Schema>::SHAPE),
        Just(<i64 as Schema>::SHAPE),
        Just(<u8 as Schema>::SHAPE),
        Just(<u32 as Schema>::SHAPE),
        Just(<u64 as Schema>::SHAPE),
        Just(<f64 as Schema>::SHAPE),
        Just(<String as Schema>::SHAPE),
        Just(<uuid::Uuid as Schema>::SHAPE),
        Just(<Value as Schema>::SHAPE),
    ]
}

fn shape() -> impl Strategy<Value = &'static Shape> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| leak(Shape::Optional(inner)) as &Shape),
            inner.clone().prop_map(|inner| leak(Shape::List(inner)) as &Shape),
            inner.clone().prop_map(|inner| leak(Shape::Map(inner)) as &Shape),
            proptest::collection::vec((inner.clone(), any::<bool>()), 0..4).prop_map(object),
            proptest::collection::vec(proptest::option::of(inner), 1..4).prop_map(choice),
        ]
    })
}

fn object(fields: Vec<(&'static Shape, bool)>) -> &'static Shape {
    let field = |(index, (shape, optional)): (usize, (&'static Shape, bool))| {
        let make = if optional { Field::optional } else { Field::new };
        make(NAMES[index], "", shape, &[], 0)
    };
    let fields: Vec<Field> = fields.into_iter().enumerate().map(field).collect();
    leak(Shape::Struct(StructShape { name: "T", doc: "", fields: fields.leak(), closed: false }))
}

fn choice(shapes: Vec<Option<&'static Shape>>) -> &'static Shape {
    let variant = |(index, shape)| Variant { name: NAMES[index], doc: "", shape };
    let variants: Vec<Variant> = shapes.into_iter().enumerate().map(variant).collect();
    let variants = variants.leak();
    leak(Shape::Enum(EnumShape { name: "E", doc: "", tagging: Tagging::External, variants }))
}

/// A reader similar to the writer, with a few changes: only such pairs distinguish a
/// correct comparison from a lenient one.
fn similar_to(writer: &'static Shape, changes: &mut impl Iterator<Item = u8>) -> &'static Shape {
    let change = changes.next().unwrap_or(255);
    match (writer, change) {
        (_, 0) => <i64 as Schema>::SHAPE,
        (_, 1) => <u32 as Schema>::SHAPE,
        (_, 2) => <f64 as Schema>::SHAPE,
        (_, 3) => leak(Shape::Optional(similar_to(writer, changes))),
        (Shape::Optional(inner), 4..60) => similar_to(inner, changes),
        (Shape::Optional(inner), _) => leak(Shape::Optional(similar_to(inner, changes))),
        (Shape::List(inner), _) => leak(Shape::List(similar_to(inner, changes))),
        (Shape::Map(inner), _) => leak(Shape::Map(similar_to(inner, changes))),
        (Shape::Struct(shape), _) => {
            let mut fields = Vec::new();
            for field in shape.fields {
                let keep = changes.next().unwrap_or(255);
                let make = if keep < 60 { Field::optional } else { Field::new };
                if keep > 20 {
                    fields.push(make(field.name, "", similar_to(field.shape, changes), &[], 0));
                }
            }
            leak(Shape::Struct(StructShape { fields: fields.leak(), ..*shape }))
        }
        _ => writer,
    }
}

/// Values that a writer of that shape sends: the extremes of its types, with optional
/// fields both present and absent.
fn values(shape: &Shape) -> Vec<Value> {
    match shape {
        Shape::Bool => vec![json!(true)],
        Shape::Integer(number) => extremes(*number),
        Shape::Float => vec![json!(0.5), json!(-1e300)],
        Shape::Uuid => vec![json!("018f3f6e-0000-7000-8000-000000000000")],
        Shape::Any => vec![Value::Null, json!({"x": [1, "y"]})],
        Shape::Optional(inner) => {
            let mut all = values(inner);
            all.truncate(2);
            all.push(Value::Null);
            all
        }
        Shape::List(inner) => vec![json!([]), Value::Array(values(inner))],
        Shape::Map(inner) => {
            values(inner).into_iter().take(2).map(|value| json!({"key": value})).collect()
        }
        Shape::Struct(shape) => objects(shape),
        Shape::Enum(shape) => shape
            .variants
            .iter()
            .flat_map(|variant| match variant.shape {
                None => vec![json!(variant.name)],
                Some(data) => {
                    values(data).into_iter().map(|data| json!({variant.name: data})).collect()
                }
            })
            .collect(),
        _ => vec![json!("text")],
    }
}

fn extremes(Number { bits, signed }: Number) -> Vec<Value> {
    if signed {
        vec![json!(i64::MIN >> (64 - bits)), json!(i64::MAX >> (64 - bits))]
    } else {
        vec![json!(0), json!(u64::MAX >> (64 - bits))]
    }
}

fn objects(shape: &StructShape) -> Vec<Value> {
    let with = |keep_optional: bool, last: bool| {
        let mut entries = Map::new();
        for field in shape.fields {
            // A field is left out by its own attribute; an `Option` is sent as null.
            let always = field.required || matches!(field.shape, Shape::Optional(_));
            if always || keep_optional {
                let mut all = values(field.shape);
                let value = if last { all.pop() } else { all.into_iter().next() };
                entries.insert(field.name.to_owned(), value.unwrap_or_default());
            }
        }
        Value::Object(entries)
    };
    vec![with(true, false), with(true, true), with(false, false)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn every_shape_fits_itself(shape in shape()) {
        prop_assert!(find_mismatch(shape, shape).is_none());
    }

    #[test]
    fn a_reader_similar_to_the_writer_fits_only_if_it_reads_everything(
        writer in shape(),
        changes in proptest::collection::vec(any::<u8>(), 0..12),
    ) {
        let reader = similar_to(writer, &mut changes.into_iter());
        if find_mismatch(reader, writer).is_none() {
            for value in values(writer) {
                let problems = mismatches(reader, &value);
                prop_assert!(problems.is_empty(), "{reader:?}\n{writer:?}\n{value}\n{problems:?}");
            }
        }
    }

    #[test]
    fn a_compatible_reader_reads_every_value_that_is_sent(reader in shape(), writer in shape()) {
        if find_mismatch(reader, writer).is_none() {
            for value in values(writer) {
                let problems = mismatches(reader, &value);
                prop_assert!(problems.is_empty(), "{reader:?}\n{writer:?}\n{value}\n{problems:?}");
            }
        }
    }
}
