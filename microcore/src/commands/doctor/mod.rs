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
    /// Whether it is well.
    well: bool,
    /// What was found.
    found: String,
    /// What to do, where it is not well.
    fix: String,
}

pub(super) fn doctor(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let mut found = machine::look();
    found.extend(configuration::look(app));
    if app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        found.push(database::look(app));
    }
    let code = if found.iter().all(|diagnosis| diagnosis.well) { OK } else { FOUND };
    if out.json {
        out.json(&json!({ "app": app.meta.name, "diagnoses": found }))?;
        return Ok(code);
    }
    let rows = found.into_iter().map(|Diagnosis { part, well, found, fix }| {
        let state = if well { "well" } else { "wrong" };
        vec![part.to_owned(), state.to_owned(), found, fix]
    });
    out.table(&["part", "is", "found", "what to do"], rows, "")?;
    Ok(code)
}

fn well(part: &'static str, found: impl Into<String>) -> Diagnosis {
    Diagnosis { part, well: true, found: found.into(), fix: String::new() }
}

fn wrong(part: &'static str, found: impl Into<String>, fix: impl Into<String>) -> Diagnosis {
    Diagnosis { part, well: false, found: found.into(), fix: fix.into() }
}
