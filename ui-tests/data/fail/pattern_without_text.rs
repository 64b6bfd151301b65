//! A pattern must be given.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(regex)]
        name: String,
    }
}

fn main() {}
