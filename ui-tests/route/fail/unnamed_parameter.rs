//! A parameter has a name.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/{}")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
