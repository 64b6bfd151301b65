//! Counts visits in the store that `main` installs.

use std::process::ExitCode;
use std::sync::Arc;

use own_contracts::OwnState;

microcore::app! { plugins: [visits] }

fn main() -> ExitCode {
    app().state_store(Arc::new(OwnState::default())).main()
}

/// Counts visits.
#[microcore::plugin]
mod visits {
    use microcore::prelude::*;

    #[response]
    struct Visits {
        count: i64,
    }

    #[route(POST, "/visits")]
    async fn visit(state: State) -> Result<Visits> {
        Ok(Visits { count: state.increment("count", 1, None).await? })
    }
}
