//! A misspelt key is reported with the nearest one.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", rolse = ["admin"])]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
