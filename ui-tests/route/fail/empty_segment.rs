//! A path has no empty segment.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users//all")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
