//! An alias is not in the schema.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[serde(alias = "mail")]
        email: String,
    }
}

fn main() {}
