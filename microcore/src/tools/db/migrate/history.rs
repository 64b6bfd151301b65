//! The history of applied migrations.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::handle::Db;
use super::plan::{Planned, plan};
use microcore_core::error::Result;
use microcore_core::meta::Migration;

/// The table that remembers.
pub(super) const CREATE: &str = "CREATE TABLE IF NOT EXISTS microcore_migrations (
    domain TEXT NOT NULL,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (domain, name)
)";
pub(super) const READ: &str =
    "SELECT domain, name, checksum, applied_at FROM microcore_migrations ORDER BY domain, name";
pub(super) const READ_ONE: &str =
    "SELECT checksum FROM microcore_migrations WHERE domain = $1 AND name = $2";
pub(super) const WRITE: &str =
    "INSERT INTO microcore_migrations (domain, name, checksum, applied_at)
    VALUES ($1, $2, $3, $4)";

pub(super) type Entry = (String, String, String, DateTime<Utc>);

/// A migration and whether it was applied.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Status {
    /// The domain that owns it.
    pub domain: String,
    /// The file's name.
    pub name: String,
    /// What became of it.
    #[serde(flatten)]
    pub state: State,
}

/// What became of a migration.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It will run at the next start.
    Pending,
    /// It has run.
    Applied {
        /// When.
        applied_at: DateTime<Utc>,
    },
    /// It has run, and was changed afterwards.
    Changed {
        /// When it ran.
        applied_at: DateTime<Utc>,
    },
    /// It has run, and this application does not have it: a newer one ran.
    Unknown {
        /// When it ran.
        applied_at: DateTime<Utc>,
    },
}

/// Every migration in its order, then those that only the database knows.
///
/// # Errors
/// Those of [`plan`], and the database's.
pub async fn status(db: &Db, migrations: &[Migration]) -> Result<Vec<Status>> {
    let planned = plan(migrations)?;
    let exists: bool = db.fetch_scalar(db.inner.dialect().has_history, ()).await?;
    let entries = if exists { db.fetch_all::<Entry>(READ, ()).await? } else { Vec::new() };
    Ok(compare(&planned, entries))
}

fn compare(planned: &[Planned<'_>], entries: Vec<Entry>) -> Vec<Status> {
    let mut applied: BTreeMap<(String, String), (String, DateTime<Utc>)> = entries
        .into_iter()
        .map(|(domain, name, checksum, at)| ((domain, name), (checksum, at)))
        .collect();
    let mut all: Vec<Status> = planned
        .iter()
        .map(|planned| {
            let domain = planned.migration.domain.to_owned();
            let name = planned.migration.name.to_owned();
            let state = match applied.remove(&(domain.clone(), name.clone())) {
                None => State::Pending,
                Some((checksum, applied_at)) if checksum == planned.checksum => {
                    State::Applied { applied_at }
                }
                Some((_, applied_at)) => State::Changed { applied_at },
            };
            Status { domain, name, state }
        })
        .collect();
    all.extend(applied.into_iter().map(|((domain, name), (_, applied_at))| Status {
        domain,
        name,
        state: State::Unknown { applied_at },
    }));
    all
}
