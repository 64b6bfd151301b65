//! An unknown value of `rename_all` is rejected.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    #[serde(rename_all = "camel")]
    struct CreateUser {
        name: String,
    }
}

fn main() {}
