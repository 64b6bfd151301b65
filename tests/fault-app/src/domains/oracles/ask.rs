//! Relies on tools that cannot be relied on.

#[microcore::plugin]
mod ask {
    use crate::tools::{Oracle, Sleeper};
    use microcore::prelude::*;

    #[response]
    struct Told {
        text: String,
    }

    /// Asks the oracle, for a moment.
    #[route(GET, "/oracle", timeout = "300ms")]
    async fn oracle(oracle: Tool<dyn Oracle>) -> Result<Told> {
        Ok(Told { text: oracle.ask("why?").await? })
    }

    /// Asks the sleeper.
    #[route(GET, "/sleeper")]
    async fn sleeper(sleeper: Tool<dyn Sleeper>) -> Result<Told> {
        Ok(Told { text: sleeper.dream().await? })
    }
}
