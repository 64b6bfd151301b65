//! A prefix is one word.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[config(prefix = "my-app")]
    struct Stripe {
        key: String,
    }
}

fn main() {}
