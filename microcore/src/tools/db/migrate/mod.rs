//! Migrations: SQL files that live with their domain, one set for both engines.
//!
//! They run in the order of their names within a domain. A file that needs
//! another domain's file says so in its leading comments:
//!
//! ```sql
//! -- depends: users/001_create_users
//! CREATE TABLE orders (
//!     id BIGSERIAL PRIMARY KEY,
//!     user_id BIGINT NOT NULL REFERENCES users (id),
//!     items JSONB NOT NULL,
//!     placed_at TIMESTAMPTZ NOT NULL DEFAULT now()
//! );
//! ```
//!
//! Each file runs in one transaction, under a lock, so that many replicas may
//! start concurrently, and is recorded with its checksum in `microcore_migrations`.
//! A file that was modified after it was applied is an error: add a new one instead.
//!
//! # Portable types
//!
//! Write PostgreSQL's type names; for SQLite these are translated where they are
//! the type of a column, everything else is unchanged:
//!
//! | PostgreSQL | SQLite |
//! | --- | --- |
//! | `SERIAL PRIMARY KEY`, `BIGSERIAL PRIMARY KEY` | `INTEGER PRIMARY KEY AUTOINCREMENT` |
//! | `TIMESTAMPTZ`, `TIMESTAMP`, also with `WITH TIME ZONE` | `TIMESTAMP TEXT` |
//! | `DATE` | `DATE TEXT` |
//! | `UUID` | `UUID TEXT` |
//! | `JSON`, `JSONB` | `JSON TEXT` |
//! | `BYTEA` | `BLOB` |
//! | `now()`, anywhere | the time in milliseconds, as text |
//!
//! `BOOLEAN`, `SMALLINT`, `INTEGER`, `BIGINT`, `DOUBLE PRECISION`, `NUMERIC`,
//! `TEXT`, `VARCHAR(n)` and `CURRENT_TIMESTAMP` mean the same on both. What to
//! avoid: `INTEGER PRIMARY KEY` is generated on SQLite only, `GENERATED …
//! AS IDENTITY` is PostgreSQL's alone, `REAL` is shorter on PostgreSQL.

mod history;
mod plan;
mod plan_error;
mod run;
mod schema;

pub use history::{State, Status, status};
pub(super) use plan::check;
pub use plan::{Planned, plan};
pub use plan_error::PlanError;
pub(super) use run::apply;
pub use run::run;
pub use schema::{ColumnInfo, ForeignKey, TableInfo, describe_schema};
