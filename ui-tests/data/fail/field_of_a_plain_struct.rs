//! A struct inside of a response must be one too.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct Address {
        street: String,
    }

    #[response]
    struct User {
        address: Address,
    }
}

fn main() {}
