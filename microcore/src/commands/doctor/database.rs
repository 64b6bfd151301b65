//! Checks of the database: reachability and pending migrations.

use std::path::Path;

use super::{Diagnosis, failed, ok};
use crate::app::{App, migrations};
use crate::commands::database::with_db;
use crate::commands::{Failure, called};
use crate::tools::db::DbConfig;
use crate::tools::db::migrate::{self, State};

pub(super) fn diagnose(app: &App) -> Diagnosis {
    if let Some(file) = missing(app) {
        return ok("database", format!("{file} does not exist yet: the next start creates it"));
    }
    let all = migrations(app.meta);
    let program = called(app.meta);
    match with_db(app, async |db| migrate::status(db, all).await) {
        Ok(states) => {
            let pending = states.iter().filter(|status| matches!(status.state, State::Pending));
            let changed =
                states.iter().filter(|status| matches!(status.state, State::Changed { .. }));
            match (changed.count(), pending.count()) {
                (0, 0) => ok("database", "reachable; every migration has run"),
                (0, pending) => {
                    ok("database", format!("reachable; {pending} migrations run at the next start"))
                }
                (changed, _) => failed(
                    "database",
                    format!("{changed} migrations have changed since they ran"),
                    format!("see `{program} migrate --status`; add a migration, never change one"),
                ),
            }
        }
        Err(failure) => {
            let text = match failure {
                Failure::Boot(error) => error.to_string(),
                Failure::Text(text) => text,
                Failure::Pipe => "closed".to_owned(),
            };
            failed("database", text, "start it, or set MICROCORE_DB__URL")
        }
    }
}

/// The SQLite file, if it does not exist: a diagnosis must not create it.
fn missing(app: &App) -> Option<String> {
    let config = DbConfig::read(&app.load_config().ok()?, app.meta.name).ok()?;
    let file = config.url.strip_prefix("sqlite:")?;
    let file = file.strip_prefix("//").unwrap_or(file).split('?').next()?;
    (file != ":memory:" && !Path::new(file).exists()).then(|| file.to_owned())
}
