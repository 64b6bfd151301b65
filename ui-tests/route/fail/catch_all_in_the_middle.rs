//! What takes the rest comes last.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/files/{*rest}/x")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
