//! A key is given once.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", status = 200, status = 201)]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
