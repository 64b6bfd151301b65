//! A job returns no value.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[schedule("0 3 * * *")]
    async fn nightly() -> i64 {
        1
    }
}

fn main() {}
