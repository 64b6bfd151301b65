//! The databases that a program may run on.

use microcore_test_support::Postgres;

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the program's folder.
    Sqlite,
    /// A real server.
    Postgres,
}

/// The URL of a new, empty database; none where there is no server, which is
/// said, or a failure where backends are required.
///
/// # Panics
/// If the database cannot be made.
pub fn database(engine: Engine) -> Option<String> {
    match engine {
        Engine::Sqlite => Some("sqlite://e2e.db".to_owned()),
        Engine::Postgres => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("threads");
            runtime.block_on(async { Some(Postgres::shared().await?.database().await) })
        }
    }
}
