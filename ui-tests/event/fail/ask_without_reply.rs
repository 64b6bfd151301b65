//! A question says what its answer is read as.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[ask("users.lookup")]
    struct Lookup {
        id: i64,
    }
}

fn main() {}
