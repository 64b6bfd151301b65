//! A variant of an enum has one value or named fields.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    enum State {
        Paid(i64, String),
    }
}

fn main() {}
