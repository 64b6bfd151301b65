//! `migrate` and `schema`: the migrations that have run, and the tables.

use serde_json::json;

use super::progress::Progress;
use super::{Failure, OK, Output, runtime};
use crate::app::{App, BootError, migrations};
use crate::tools::db::migrate::{self, State};
use crate::tools::db::{Db, DbConfig};
use microcore_core::error::Result as CrateResult;

pub(super) fn migrate(app: &App, only_status: bool, out: &mut Output<'_>) -> Result<u8, Failure> {
    let all = migrations(app.meta);
    let (applied, states) = with_db(app, async |db| {
        let applied = if only_status { Vec::new() } else { migrate::run(db, all).await? };
        Ok((applied, migrate::status(db, all).await?))
    })?;
    if out.json {
        out.json(&json!({ "applied": applied, "migrations": states }))?;
        return Ok(OK);
    }
    if only_status {
        let rows = states.iter().map(|status| {
            let (state, at) = match &status.state {
                State::Pending => ("pending", None),
                State::Applied { applied_at } => ("applied", Some(applied_at)),
                State::Changed { applied_at } => ("changed since", Some(applied_at)),
                State::Unknown { applied_at } => ("unknown to this program", Some(applied_at)),
            };
            let at = at.map(|at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string());
            let id = format!("{}/{}", status.domain, status.name);
            vec![id, state.to_owned(), at.unwrap_or_default()]
        });
        out.table(&["migration", "state", "at"], rows, "there are no migrations")?;
        return Ok(OK);
    }
    for id in &applied {
        out.line(&format!("applied {id}"))?;
    }
    out.line(&match applied.len() {
        0 => "nothing is pending".to_owned(),
        1 => "1 migration applied".to_owned(),
        many => format!("{many} migrations applied"),
    })?;
    Ok(OK)
}

pub(super) fn schema(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let tables = with_db(app, async |db| migrate::describe_schema(db).await)?;
    if out.json {
        out.json(&tables)?;
        return Ok(OK);
    }
    let rows = tables.iter().filter(|table| !table.internal).flat_map(|table| {
        table.columns.iter().map(|column| {
            let kind = column.kind.map_or_else(|| "other".to_owned(), |kind| format!("{kind:?}"));
            let mut notes = Vec::new();
            if column.primary_key {
                notes.push("primary key".to_owned());
            }
            if table.unique.iter().any(|key| key.as_slice() == [column.name.as_str()]) {
                notes.push("unique".to_owned());
            }
            for key in table.foreign_keys.iter().filter(|key| key.columns.contains(&column.name)) {
                notes.push(format!("refers to {}({})", key.table, key.references.join(", ")));
            }
            if column.nullable {
                notes.push("may be null".to_owned());
            }
            let kind = kind.to_lowercase();
            vec![table.name.clone(), column.name.clone(), kind, notes.join(", ")]
        })
    });
    out.table(&["table", "column", "type", "notes"], rows, "the application has no tables yet")?;
    Ok(OK)
}

/// Opens the database of the configuration, as it is.
pub(super) fn with_db<T>(
    app: &App,
    work: impl AsyncFnOnce(&Db) -> CrateResult<T>,
) -> Result<T, Failure> {
    if !app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        return Err(Failure::Text("the application has no database: no plugin asks for Db".into()));
    }
    let config = app.load_config().map_err(BootError::from)?;
    let config = DbConfig::read(&config, app.meta.name).map_err(BootError::from)?;
    let _progress = Progress::on("waiting for the database");
    runtime()?.block_on(async {
        let db = Db::open(DbConfig { migrate: false, ..config }, &[]).await?;
        Ok(work(&db).await?)
    })
}
