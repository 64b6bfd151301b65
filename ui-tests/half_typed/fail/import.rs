//! An incomplete import does not affect other items.

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
