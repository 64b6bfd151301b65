//! Several mistakes are reported in one run.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GTE, "/users")]
    async fn list() -> Result<()> {
        Ok(())
    }

    #[route(GET, "users/{id}")]
    async fn get(id: Path<i64>) -> Result<()> {
        let _ = id;
        Ok(())
    }

    #[on_event("created")]
    async fn created() {}
}

fn main() {}
