//! An event's name has at least two words.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("UserCreated")]
    struct UserCreated {
        id: i64,
    }
}

fn main() {}
