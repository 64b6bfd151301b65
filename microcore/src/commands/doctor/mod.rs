//! `doctor`: whether this machine has what the application needs.

mod configuration;
mod database;
mod machine;

use serde::Serialize;
use serde_json::json;

use super::{FOUND, Failure, OK, Output};
use crate::app::App;

/// One thing that was looked at.
#[derive(Serialize)]
struct Diagnosis {
    /// What was looked at.
    part: &'static str,
    /// Whether it is ok.
    ok: bool,
    /// What was found.
    found: String,
    /// What to do, where it failed.
    fix: String,
}

pub(super) fn doctor(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let mut found = machine::look();
    found.extend(configuration::look(app));
    if app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        found.push(database::look(app));
    }
    let code = if found.iter().all(|diagnosis| diagnosis.ok) { OK } else { FOUND };
    if out.json {
        out.json(&json!({ "app": app.meta.name, "diagnoses": found }))?;
        return Ok(code);
    }
    let rows = found.into_iter().map(|Diagnosis { part, ok, found, fix }| {
        let state = if ok { "ok" } else { "failed" };
        vec![part.to_owned(), state.to_owned(), found, fix]
    });
    out.table(&["part", "is", "found", "what to do"], rows, "")?;
    Ok(code)
}

fn ok(part: &'static str, found: impl Into<String>) -> Diagnosis {
    Diagnosis { part, ok: true, found: found.into(), fix: String::new() }
}

fn failed(part: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Diagnosis {
    Diagnosis { part, ok: false, found: found.into(), fix: fix.into() }
}
