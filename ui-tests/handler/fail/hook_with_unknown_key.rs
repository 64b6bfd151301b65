//! A mistyped key of a hook.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[on_stop(timout = "1s")]
    async fn stop() {}
}

fn main() {}
