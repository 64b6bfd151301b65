//! A catch-all is the last segment.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/files/{*rest}/x")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
