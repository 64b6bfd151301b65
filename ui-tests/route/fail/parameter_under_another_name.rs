//! Two names for one parameter are one mistake.

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
