//! Slow handlers.

#[microcore::plugin]
mod slow {
    use std::time::Duration;

    use microcore::prelude::*;

    #[response]
    struct Done {
        ms: u64,
    }

    #[request]
    struct Note {
        text: String,
    }

    #[response]
    struct Noted {
        length: u64,
    }

    /// Responds after that many milliseconds.
    #[route(GET, "/slow/{ms}")]
    async fn slow(ms: Path<u64>, log: Log) -> Result<Done> {
        log.info("slow request begins");
        tokio::time::sleep(Duration::from_millis(*ms)).await;
        Ok(Done { ms: *ms })
    }

    /// The same, on a thread of the pool.
    #[route(GET, "/slow/blocking/{ms}")]
    fn blocking(ms: Path<u64>, log: Log) -> Result<Done> {
        log.info("slow request begins");
        std::thread::sleep(Duration::from_millis(*ms));
        Ok(Done { ms: *ms })
    }

    /// The same, blocking its worker thread.
    #[route(GET, "/slow/holding/{ms}")]
    #[allow_blocking(reason = "a test wants to see the watchdog")]
    async fn holding(ms: Path<u64>) -> Result<Done> {
        std::thread::sleep(Duration::from_millis(*ms));
        Ok(Done { ms: *ms })
    }

    /// Takes a body.
    #[route(POST, "/notes")]
    async fn note(note: Json<Note>) -> Result<Noted> {
        Ok(Noted { length: note.text.len() as u64 })
    }
}
