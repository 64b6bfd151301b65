//! Suites that test an implementation of a capability against its contract.
//!
//! They are public so that a tool of your own can be tested against it too:
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! use microcore::conformance;
//! use microcore::tools::db::{Db, DbConfig};
//!
//! let db = Db::open(DbConfig::new("sqlite::memory:"), &[]).await?;
//! let report = conformance::db(&db).await;
//! assert!(report.passed(), "{report}");
//! # Ok::<_, microcore::Error>(())
//! # }).unwrap();
//! ```

mod db;
mod dead_letters;
mod file_store;
mod report;
mod session_store;
mod state;
mod ticks;
mod transport;
mod wait;

pub use db::db;
pub use dead_letters::dead_letters;
pub use file_store::file_store;
pub use report::{Case, Report};
pub use session_store::session_store;
pub use state::state;
pub use ticks::ticks;
pub use transport::transport;
