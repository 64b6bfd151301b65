//! A field with a custom serializer has an unknown schema.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct User {
        #[serde(serialize_with = "by_hand")]
        name: String,
    }
}

fn main() {}
