//! A mistyped key must be answered with the nearest.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", rolse = ["admin"])]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
