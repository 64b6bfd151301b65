//! A field has one name in both directions.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[serde(rename(serialize = "a", deserialize = "b"))]
        name: String,
    }
}

fn main() {}
