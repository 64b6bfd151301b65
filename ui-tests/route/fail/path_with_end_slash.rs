//! A path does not end with a slash.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
