//! A request takes no arguments.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request(strict)]
    struct CreateUser {
        name: String,
    }
}

fn main() {}
