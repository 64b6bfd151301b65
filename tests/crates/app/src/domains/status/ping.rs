//! A domain that stands in the application itself.

#[microcore::plugin]
mod ping {
    use microcore::prelude::*;

    #[route(GET, "/ping")]
    async fn ping() -> Result<()> {
        Ok(())
    }
}
