//! A serde attribute that the schema cannot follow must be refused.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[serde(flatten)]
        rest: Value,
    }
}

fn main() {}
