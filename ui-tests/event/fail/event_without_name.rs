//! An event has a name.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event]
    struct UserCreated {
        id: i64,
    }
}

fn main() {}
