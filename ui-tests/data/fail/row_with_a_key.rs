//! A row takes no arguments.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[row(table = "users")]
    struct User {
        id: i64,
    }
}

fn main() {}
