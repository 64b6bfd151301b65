//! An event is a struct.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("user.created")]
    fn created() {}
}

fn main() {}
