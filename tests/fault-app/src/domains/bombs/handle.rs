//! Subscribers that fail.

#[microcore::plugin]
mod handle {
    use std::time::Duration;

    use microcore::prelude::*;

    #[view]
    struct Bomb {
        name: String,
    }

    #[view]
    struct Measured {
        length: f64,
    }

    #[on_event("bomb.planted", retries = 1, backoff = "10ms")]
    fn blocking(bomb: Bomb) -> Result<()> {
        panic!("{} blew up a thread", bomb.name);
    }

    #[on_event("bomb.planted", retries = 1, backoff = "10ms")]
    async fn waiting(bomb: Bomb) -> Result<()> {
        tokio::time::sleep(Duration::from_millis(1)).await;
        panic!("{} blew up a task", bomb.name);
    }

    #[on_event("bomb.planted", retries = 1, backoff = "10ms", timeout = "50ms")]
    async fn hang(_bomb: Bomb) -> Result<()> {
        std::future::pending().await
    }

    /// The healthy subscriber receives every event, although the others fail.
    #[on_event("bomb.planted")]
    async fn note(bomb: Bomb, log: Log) {
        log.info(&format!("noted {}", bomb.name));
    }

    #[on_event("bomb.measured", retries = 3)]
    async fn read(measured: Measured, log: Log) {
        log.info(&format!("read {}", measured.length));
    }
}
