//! A route without anything must be shown how.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
