//! A cron expression has five fields.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule("0 3 * *")]
    async fn nightly() {}
}

fn main() {}
