//! A time in natural language is not a cron expression.

#[microcore::plugin]
mod welcome {
    use microcore::prelude::*;

    #[schedule("every monday")]
    async fn weekly() {}
}

fn main() {}
