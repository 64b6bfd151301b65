//! A sign that no URL has is no part of a path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/a|b")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
