//! An attribute without arguments says what comes first.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[route]
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
