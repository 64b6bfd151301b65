//! `doctor`: whether this machine has what the application needs.

use std::net::TcpListener;
use std::process::Command;

use serde::Serialize;
use serde_json::json;

use super::database::with_db;
use super::{FOUND, Failure, OK, Output, called};
use crate::http::HttpSettings;
use crate::kernel::{App, migrations};
use crate::tools::db::migrate::{self, State};

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
    let mut found = vec![
        program("toolchain", "rustc", "install Rust: https://rustup.rs"),
        program(
            "linker",
            "cc",
            "install a C compiler: apt-get install gcc, xcode-select --install",
        ),
    ];
    configuration(app, &mut found);
    if app.registry().tools.iter().any(|tool| tool.capability == "Db") {
        found.push(database(app));
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

/// Whether a program of the build runs, and which it is.
fn program(part: &'static str, name: &str, fix: &str) -> Diagnosis {
    match Command::new(name).arg("--version").output() {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout);
            well(part, text.lines().next().unwrap_or(name))
        }
        Ok(output) => wrong(part, format!("`{name} --version` ended with {}", output.status), fix),
        Err(error) => wrong(part, format!("`{name}` does not run: {error}"), fix),
    }
}

/// The settings with where each comes from (never their values, which may be
/// secrets), and the port that they name.
fn configuration(app: &App, found: &mut Vec<Diagnosis>) {
    let settings = match app.load_settings() {
        Ok(settings) => settings,
        Err(error) => {
            found.extend(error.problems.iter().map(|problem| {
                wrong("setting", format!("{}: {}", problem.key, problem.problem), &problem.origin)
            }));
            return;
        }
    };
    let origins = settings.origins();
    if origins.is_empty() {
        found.push(well("settings", "all defaults"));
    }
    found.extend(
        origins.into_iter().map(|(key, origin)| well("setting", format!("{key} from {origin}"))),
    );
    match settings.read::<HttpSettings>("http") {
        Ok(http) => found.push(match TcpListener::bind(&http.bind) {
            Ok(_) => well("port", format!("{} is free", http.bind)),
            Err(error) => wrong(
                "port",
                format!("{}: {error}", http.bind),
                "stop what listens there, or set MICROCORE_HTTP__BIND",
            ),
        }),
        Err(error) => found.extend(error.problems.iter().map(|problem| {
            wrong("setting", format!("{}: {}", problem.key, problem.problem), &problem.origin)
        })),
    }
}

/// Whether the database answers, and what has not run on it.
fn database(app: &App) -> Diagnosis {
    let all = migrations(app.meta);
    let program = called(app.meta);
    match with_db(app, async |db| migrate::status(db, all).await) {
        Ok(states) => {
            let pending = states.iter().filter(|status| matches!(status.state, State::Pending));
            let changed =
                states.iter().filter(|status| matches!(status.state, State::Changed { .. }));
            match (changed.count(), pending.count()) {
                (0, 0) => well("database", "reachable; every migration has run"),
                (0, pending) => well(
                    "database",
                    format!("reachable; {pending} migrations run at the next start"),
                ),
                (changed, _) => wrong(
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
            wrong("database", text, "start it, or set MICROCORE_DB__URL")
        }
    }
}
