//! An attribute with its first argument only reports the second.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[route(GET)]
    async fn half() -> Result<()> {
        Ok(())
    }

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
