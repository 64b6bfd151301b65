//! A job requires a schedule.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule]
    async fn nightly() {}
}

fn main() {}
