//! Characters that URLs encode are rejected in a path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/grüße")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
