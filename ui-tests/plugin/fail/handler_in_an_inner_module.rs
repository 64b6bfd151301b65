//! A handler in an inner module is rejected.

#[microcore::plugin]
mod users {
    mod inner {
        use microcore::prelude::*;

        #[on_start]
        async fn start() {}
    }
}

fn main() {}
