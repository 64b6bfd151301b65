//! A handler attribute requires a function.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[websocket("/feed")]
    struct Feed;
}

fn main() {}
