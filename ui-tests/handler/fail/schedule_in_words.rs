//! A time in words is no cron expression.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule("every monday")]
    async fn weekly() {}
}

fn main() {}
