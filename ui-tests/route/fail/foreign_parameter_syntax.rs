//! The parameter syntax of another framework is reported with ours.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/:id")]
    async fn get(id: Path<i64>) -> Result<()> {
        let _ = id;
        Ok(())
    }
}

fn main() {}
