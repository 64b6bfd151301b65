//! `doctor`: checks the machine, the configuration and the database.

mod configuration;
mod database;
mod machine;

use serde::Serialize;
use serde_json::json;

use super::{FAILURE, Failure, OK, Output};
use crate::app::App;

/// The result of one check.
#[derive(Serialize)]
struct Diagnosis {
    /// What was checked.
    part: &'static str,
    /// Whether it is ok.
    ok: bool,
    /// What was found.
    found: String,
    /// What to do, where it failed.
    fix: String,
}

pub(super) fn doctor(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let mut diagnoses = machine::diagnose();
    diagnoses.extend(configuration::diagnose(app));
    if app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        diagnoses.push(database::diagnose(app));
    }
    let code = if diagnoses.iter().all(|diagnosis| diagnosis.ok) { OK } else { FAILURE };
    if out.json {
        out.json(&json!({ "app": app.meta.name, "diagnoses": diagnoses }))?;
        return Ok(code);
    }
    let rows = diagnoses.into_iter().map(|Diagnosis { part, ok, found, fix }| {
        let state = if ok { "ok" } else { "failed" };
        vec![part.to_owned(), state.to_owned(), found, fix]
    });
    out.table(&["part", "status", "found", "fix"], rows, "")?;
    Ok(code)
}

fn ok(part: &'static str, found: impl Into<String>) -> Diagnosis {
    Diagnosis { part, ok: true, found: found.into(), fix: String::new() }
}

fn failed(part: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Diagnosis {
    Diagnosis { part, ok: false, found: found.into(), fix: fix.into() }
}
