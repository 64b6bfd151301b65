//! Two types of one name are named, and said once.

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
