//! A parameter is a whole segment.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/{id}.json")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
