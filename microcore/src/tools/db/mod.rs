//! `Db`: SQLite and PostgreSQL behind one contract, selected by the URL.
//!
//! ```no_run
//! # use microcore::{Error, Result};
//! # use microcore::tools::db::{Db, DbResultExt};
//! # async fn example(db: Db) -> Result<()> {
//! let mut tx = db.begin().await?;
//! let id: i64 = tx
//!     .fetch_scalar("INSERT INTO users (email) VALUES ($1) RETURNING id", ("ada@example.org",))
//!     .await
//!     .on_unique_violation(|| Error::conflict("email already in use"))?;
//! tx.execute("INSERT INTO audit (user_id) VALUES ($1)", (id,)).await?;
//! tx.commit().await?;
//!
//! let found: Vec<(i64, String)> = db.fetch_all("SELECT id, email FROM users", ()).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is the same on both engines
//!
//! - Placeholders are `$1`, `$2`, …, in any order and as often as needed. Too
//!   few or too many arguments, and a second statement after `;`, are refused
//!   before anything runs.
//! - A value is bound with its own type: `i64` as `BIGINT`, `String` as `TEXT`.
//!   Where PostgreSQL wants another type than the one it gets (text for a
//!   `UUID`), pass that type or write `CAST($1 AS …)`.
//! - Whole numbers are read as integers, also from `SUM` and `COUNT`; other
//!   `NUMERIC` values as floats. Times are UTC, to the microsecond.
//! - After a statement of a transaction has failed, the transaction can only be
//!   rolled back: `commit` is an error, as PostgreSQL has it.
//! - What a transaction has not committed is not visible. On SQLite a transaction
//!   is the only writer until it ends; others wait.
//! - Failures have the same [`DbErrorKind`]; for a unique and a not-null
//!   violation `table` and `columns` are filled in.
//!
//! # Migrations
//!
//! One set of files serves both engines, see [`migrate`].

// Without a driver no connection can exist, which the compiler sees.
#![cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(dead_code, unreachable_code, unused_imports, unused_variables)
)]

mod backend;
mod config;
mod connection;
mod driver;
mod error;
mod from_value;
mod handle;
pub mod migrate;
mod params;
mod pool;
mod query;
mod row;
mod statement;
mod stream;
mod to_value;
mod tool;
mod tuples;
mod tx;
mod validate;
mod value;

pub use config::DbConfig;
pub use driver::Engine;
pub use error::{DbError, DbErrorKind, DbResultExt};
pub use from_value::{FromValue, ValueError};
pub use handle::Db;
pub use params::Params;
pub use row::{Column, FromRow, Row};
pub use stream::RowStream;
pub use to_value::ToValue;
pub use tool::TOOL;
pub use tx::Tx;
pub use value::{Type, Value, ValueRef};
