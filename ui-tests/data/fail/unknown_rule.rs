//! A mistyped rule must be answered with the nearest one.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(emial)]
        email: String,
    }
}

fn main() {}
