//! A question requires the type of its reply.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[ask("users.lookup")]
    struct Lookup {
        id: i64,
    }
}

fn main() {}
