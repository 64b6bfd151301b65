//! Two parameters of one name must be refused.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/{id}/{id}")]
    async fn get() -> Result<()> {
        Ok(())
    }
}

fn main() {}
