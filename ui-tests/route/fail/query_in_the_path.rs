//! The query is no part of the path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users?page=1")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
