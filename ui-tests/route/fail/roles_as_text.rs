//! Roles are a list.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", roles = "admin")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
