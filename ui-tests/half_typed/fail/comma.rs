//! Only the compiler reports a missing comma between fields.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[response]
    struct Half {
        id: i64
        name: String,
    }

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
