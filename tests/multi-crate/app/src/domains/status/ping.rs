//! A domain of the application itself.

#[microcore::plugin]
mod ping {
    use microcore::prelude::*;

    #[route(GET, "/ping")]
    async fn ping() -> Result<()> {
        Ok(())
    }
}
