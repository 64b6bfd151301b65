//! A handler in a module of the plugin would not be seen.

#[microcore::plugin]
mod users {
    mod inner {
        use microcore::prelude::*;

        #[on_start]
        async fn start() {}
    }
}

fn main() {}
