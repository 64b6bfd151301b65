//! A union cannot be serialized.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    union Number {
        a: i64,
        b: f64,
    }
}

fn main() {}
