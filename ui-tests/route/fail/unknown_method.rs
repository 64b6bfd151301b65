//! An unknown method is reported with the nearest one.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(Post, "/users")]
    async fn add() -> Result<()> {
        Ok(())
    }
}

fn main() {}
