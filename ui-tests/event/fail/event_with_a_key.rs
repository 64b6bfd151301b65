//! An event takes no keys.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("user.created", version = 2)]
    struct UserCreated {
        id: i64,
    }
}

fn main() {}
