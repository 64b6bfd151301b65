//! `status` is a status of success.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users", status = 404)]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
