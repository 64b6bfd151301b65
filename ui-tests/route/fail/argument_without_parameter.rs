//! An argument without a path parameter is rejected at the argument.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(DELETE, "/users/{id}")]
    async fn remove(id: Path<i64>, name: Path<String>) -> Result<()> {
        let _ = (id, name);
        Ok(())
    }
}

fn main() {}
