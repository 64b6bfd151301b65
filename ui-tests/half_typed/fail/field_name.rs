//! Only the compiler reports a field without `: Type`.

#[microcore::plugin]
mod half_typed {
    use microcore::prelude::*;

    #[request]
    struct Half {
        id: i64,
        name
    }

    /// What stands after it.
    #[route(GET, "/after")]
    async fn after() -> Result<()> {
        Ok(())
    }
}

fn main() {}
