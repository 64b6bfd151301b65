//! An application that knows microcore as `mc`. That it compiles is the test,
//! with the lints that a careful user denies.
#![deny(warnings, missing_docs, clippy::all)]
#![forbid(unsafe_code)]

/// Count things.
#[mc::tool]
pub trait Counter {
    /// Counts one more.
    async fn count(&self, by: u32) -> mc::Result<u32>;
}

/// How far to count.
#[mc::config(prefix = "COUNTER")]
struct CounterSettings {
    #[serde(default)]
    #[validate(range(max = 10))]
    start: u32,
}

/// Counts in memory.
#[derive(Debug)]
pub struct MemoryCounter {
    count: std::sync::atomic::AtomicU32,
}

#[mc::provides]
impl Counter for MemoryCounter {
    async fn connect(settings: CounterSettings) -> mc::Result<Self> {
        Ok(Self { count: settings.start.into() })
    }

    async fn count(&self, by: u32) -> mc::Result<u32> {
        Ok(self.count.fetch_add(by, std::sync::atomic::Ordering::Relaxed) + by)
    }
}

mc::app! { plugins: [everything], tools: [MemoryCounter] }

/// Uses every attribute of the DSL.
#[mc::plugin]
mod everything {
    use crate::Counter;
    use mc::prelude::*;

    #[request]
    struct Add {
        #[validate(range(min = 1, max = 100))]
        by: u32,
        #[validate(length(min = 1), regex(pattern = "^[a-z]+$", message = "lower case only"))]
        why: String,
    }

    #[row]
    #[response]
    struct Added {
        count: i64,
    }

    /// Something was counted.
    #[event("count.changed")]
    struct CountChanged {
        count: i64,
    }

    #[view]
    struct Seen {
        count: i64,
    }

    #[ask("count.now", reply = Seen)]
    struct AskCount {}

    #[view]
    struct Asked {}

    #[config(prefix = "EVERYTHING")]
    struct Everything {
        #[serde(default)]
        verbose: bool,
    }

    /// Count.
    #[route(POST, "/count")]
    async fn add(
        body: Json<Add>,
        counter: Tool<dyn Counter>,
        changed: Emit<CountChanged>,
    ) -> Result<Added> {
        let Add { by, why: _ } = body.into_inner();
        let count = counter.count(by).await?.into();
        changed.emit(CountChanged { count }).await?;
        Ok(Added { count })
    }

    /// Ask.
    #[route(GET, "/count")]
    async fn now(ask: Ask<AskCount>, settings: Config<Everything>, log: Log) -> Result<Added> {
        let Seen { count } = ask.ask(AskCount {}).await?;
        if settings.verbose {
            log.info(&format!("{count}"));
        }
        Ok(Added { count })
    }

    #[on_event("count.changed", retries = 1)]
    fn seen(event: Seen, log: Log) {
        log.debug(&format!("{}", event.count));
    }

    #[on_ask("count.now")]
    async fn answer(_: Asked, counter: Tool<dyn Counter>) -> Result<Added> {
        Ok(Added { count: counter.count(0).await?.into() })
    }

    #[websocket("/count/live")]
    async fn live(mut socket: WebSocket) -> Result<()> {
        socket.send_text("0").await
    }

    #[schedule(every = "1h")]
    fn hourly() {}

    #[on_start]
    async fn start(clock: Clock, log: Log) {
        log.debug(&format!("it is {}", clock.now()));
    }

    #[on_stop]
    fn stop() {}
}
