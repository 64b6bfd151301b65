//! An import that is being typed takes nothing else with it.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    use std::collections::

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
