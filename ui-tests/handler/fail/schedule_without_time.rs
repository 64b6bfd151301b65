//! A job says when it runs.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule]
    async fn nightly() {}
}

fn main() {}
