//! A field that is written by hand has no known form.

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
