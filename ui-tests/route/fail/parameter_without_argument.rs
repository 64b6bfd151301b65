//! A parameter that no argument takes must be refused at the path.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(DELETE, "/users/{id}")]
    async fn remove() -> Result<()> {
        Ok(())
    }
}

fn main() {}
