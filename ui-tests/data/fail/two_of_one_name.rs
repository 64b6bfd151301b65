//! Two types of the same name are reported once.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct User {
        id: i64,
    }

    #[view]
    struct User {
        id: i64,
    }
}

fn main() {}
