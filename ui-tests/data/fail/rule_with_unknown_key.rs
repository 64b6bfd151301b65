//! A rule's key must be one it has.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(minimum = 1))]
        name: String,
    }
}

fn main() {}
