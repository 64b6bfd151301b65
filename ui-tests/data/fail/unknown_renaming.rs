//! A way of renaming that serde does not know.

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
