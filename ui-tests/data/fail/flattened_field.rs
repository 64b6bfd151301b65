//! A serde attribute that the schema does not support is rejected.

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
