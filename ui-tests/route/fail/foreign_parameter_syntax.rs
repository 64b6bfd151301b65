//! Another framework's parameter must be answered with ours.

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
