//! What travels has one shape.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct Answer<T> {
        value: T,
    }
}

fn main() {}
