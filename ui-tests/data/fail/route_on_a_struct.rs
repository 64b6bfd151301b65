//! A handler is a function.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    #[route(GET, "/users")]
    struct User {
        id: i64,
    }
}

fn main() {}
