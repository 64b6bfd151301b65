//! A route names its path.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET)]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
