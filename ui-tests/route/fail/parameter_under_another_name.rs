//! A parameter and an argument that differ in their name are one error.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/users/{user}")]
    async fn get(id: Path<i64>) -> Result<()> {
        let _ = id;
        Ok(())
    }
}

fn main() {}
