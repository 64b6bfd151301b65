//! A cron expression with a field out of range must name the field.

#[microcore::plugin]
mod report {
    #[schedule("0 25 * * *")]
    async fn nightly() {}
}

fn main() {}
