//! Says that the shop is there.

#[microcore::plugin]
mod ping {
    use microcore::prelude::*;

    #[response]
    struct Pong {
        status: String,
    }

    /// Is anybody there?
    #[route(GET, "/ping")]
    async fn ping() -> Result<Pong> {
        Ok(Pong { status: "ok".into() })
    }
}
