//! A character that is invalid in URLs is rejected in a path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/a|b")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
