//! Serialized types have named fields.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser(String, String);
}

fn main() {}
