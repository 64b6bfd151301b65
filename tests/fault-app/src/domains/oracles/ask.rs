//! Uses unreliable tools.

#[microcore::plugin]
mod ask {
    use crate::tools::{Oracle, Sleeper};
    use microcore::prelude::*;

    #[response]
    struct Answer {
        text: String,
    }

    /// Asks the oracle, with a short timeout.
    #[route(GET, "/oracle", timeout = "300ms")]
    async fn oracle(oracle: Tool<dyn Oracle>) -> Result<Answer> {
        Ok(Answer { text: oracle.ask("why?").await? })
    }

    /// Asks the sleeper.
    #[route(GET, "/sleeper")]
    async fn sleeper(sleeper: Tool<dyn Sleeper>) -> Result<Answer> {
        Ok(Answer { text: sleeper.dream().await? })
    }
}
