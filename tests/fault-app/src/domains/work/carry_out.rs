//! Does the work; can be made to get stuck in it.

#[microcore::plugin]
mod carry_out {
    use std::time::Duration;

    use microcore::prelude::*;

    #[config(prefix = "WORK")]
    struct WorkSettings {
        #[serde(default)]
        stuck: bool,
    }

    #[view]
    struct Work {
        id: i64,
        ms: i64,
    }

    #[on_event("work.ordered", retries = 3)]
    async fn carry_out(work: Work, settings: Config<WorkSettings>, db: Db, log: Log) -> Result<()> {
        log.info(&format!("work {} begins", work.id));
        if settings.stuck {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(Duration::from_millis(work.ms.unsigned_abs())).await;
        db.execute("UPDATE work SET done = done + 1 WHERE id = $1", (work.id,)).await?;
        log.info(&format!("work {} ends", work.id));
        Ok(())
    }

    #[on_stop]
    async fn farewell(log: Log) {
        log.info("farewell");
    }
}
