//! Settings have a prefix.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[config]
    struct Stripe {
        key: String,
    }
}

fn main() {}
