//! A handler's word goes on a function.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[websocket("/feed")]
    struct Feed;
}

fn main() {}
