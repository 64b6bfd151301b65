//! Handlers that panic, and one whose error must not be shown to clients.

#[microcore::plugin]
mod panics {
    use microcore::prelude::*;

    /// Panics on a thread of the pool.
    #[route(GET, "/panic/blocking")]
    fn blocking() -> Result<()> {
        panic!("a blocking handler fell over");
    }

    /// Panics on a worker, after it has waited.
    #[route(GET, "/panic/waiting")]
    async fn waiting() -> Result<()> {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        panic!("a waiting handler fell over");
    }

    /// Fails with an error that contains a secret.
    #[route(GET, "/leak")]
    async fn leak() -> Result<()> {
        Err(std::io::Error::other("the password is swordfish"))?
    }
}
