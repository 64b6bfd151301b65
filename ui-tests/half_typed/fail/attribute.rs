//! An attribute without arguments reports its first argument.

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
