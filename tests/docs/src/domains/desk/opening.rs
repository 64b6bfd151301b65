//! Opens the desk at startup and closes it at shutdown.

#[microcore::plugin]
mod opening {
    use microcore::prelude::*;

    #[config(prefix = "DESK")]
    struct DeskSettings {
        /// The text of the sign.
        #[serde(default = "welcome")]
        #[validate(length(min = 1, max = 80))]
        sign: String,
    }

    fn welcome() -> String {
        "Welcome".to_owned()
    }

    #[response]
    struct Desk {
        sign: String,
        visitors: i64,
    }

    #[on_start(timeout = "5s")]
    async fn open(settings: Config<DeskSettings>, log: Log) -> Result<()> {
        log.info(&format!("the sign says {}", settings.sign));
        Ok(())
    }

    /// The desk, and the number of visitors of today.
    #[route(GET, "/desk")]
    async fn desk(settings: Config<DeskSettings>, state: State) -> Result<Desk> {
        let visitors = state.increment("visitors", 1, None).await?;
        Ok(Desk { sign: settings.sign.clone(), visitors })
    }

    /// Every night at three, UTC.
    #[schedule("0 3 * * *")]
    async fn new_day(state: State) -> Result<()> {
        state.delete("visitors").await.map(drop)
    }

    #[schedule(every = "30s", timeout = "5s")]
    async fn patrol(log: Log) {
        log.debug("all is quiet");
    }

    #[on_stop]
    async fn close(log: Log) {
        log.info("the desk is closed");
    }
}
