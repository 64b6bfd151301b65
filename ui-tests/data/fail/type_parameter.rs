//! Serialized types have no type parameters.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct Answer<T> {
        value: T,
    }
}

fn main() {}
