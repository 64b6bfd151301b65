//! A path starts with a slash.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "users")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
