//! What a URL must write in another way is no part of a path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/grüße")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
