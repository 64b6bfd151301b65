//! A timeout has a unit.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", timeout = 5)]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
