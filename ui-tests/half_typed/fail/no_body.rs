//! A function without a body does not affect other items.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[route(GET, "/half")]
    async fn half() -> Result<()>

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
