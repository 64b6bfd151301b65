//! Only the compiler reports an argument without a type.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[route(GET, "/half")]
    async fn half(db: ) -> Result<()> {
        Ok(())
    }

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
