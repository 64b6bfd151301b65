//! A length has bounds.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length)]
        name: String,
    }
}

fn main() {}
