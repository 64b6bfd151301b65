//! A field whose type has no schema must say how to give it one.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct User {
        age: std::time::Duration,
    }
}

fn main() {}
