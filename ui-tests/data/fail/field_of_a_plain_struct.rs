//! A struct in a response must be a `#[response]` too.

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
