//! The commands of the application's own program.

mod check;
mod cli;
mod completions;
mod context;
mod database;
mod dead_letters;
mod doctor;
mod expand;
mod explain;
mod graph;
mod lists;
mod main;
mod mcp;
mod openapi;
mod output;
mod progress;
mod serve;
mod signals;

use std::ffi::OsString;
use std::io::Write;

use clap::error::ErrorKind;

use crate::app::{App, BootError};
use microcore_core::meta::AppMeta;

pub(crate) use output::Output;

/// Success.
pub(crate) const OK: u8 = 0;
/// Findings, or the application cannot start.
pub(crate) const FAILURE: u8 = 1;
/// Invalid command line.
pub(crate) const USAGE: u8 = 2;

/// Why a command failed.
pub(crate) enum Failure {
    /// The application cannot start; reported on stderr.
    Boot(BootError),
    /// Something else; reported on stderr.
    Text(String),
    /// The output is not read: the other end of the pipe has closed.
    Pipe,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::Pipe,
            _ => Self::Text(error.to_string()),
        }
    }
}

impl From<BootError> for Failure {
    fn from(error: BootError) -> Self {
        Self::Boot(error)
    }
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        Self::Text(error.chain())
    }
}

/// Runs one command; returns the exit code.
pub(crate) fn run(
    app: App,
    args: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let matches = match cli::command(app.meta).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // A closed output cannot be reported anywhere.
            let _ = if asked { write!(out, "{error}") } else { write!(err, "{error}") };
            return if asked { OK } else { USAGE };
        }
    };
    let (verb, matches) = matches.subcommand().unwrap_or(("serve", &matches));
    let json = matches.try_get_one::<String>("format").ok().flatten().is_some_and(|f| f == "json");
    let mut out = Output { out, json };
    let result = match verb {
        "serve" => serve::serve(app, &mut out),
        "check" => check::check(app, &mut out),
        "routes" => lists::routes(&app, &mut out),
        "events" => lists::events(&app, &mut out),
        "tools" => lists::tools(&app, &mut out),
        "plugins" => lists::plugins(&app, &mut out),
        "mcp" => mcp::mcp(app, matches, &mut out),
        "explain" => {
            explain::explain(matches.get_one::<String>("code").map(String::as_str), &mut out)
        }
        "openapi" => openapi::openapi(&app, matches, &mut out),
        "context" => context::context(&app, matches, &mut out),
        "doctor" => doctor::doctor(&app, &mut out),
        "graph" => graph::graph(&app, matches, &mut out),
        "impact" => graph::impact(&app, matches, &mut out),
        "completions" => completions::completions(&app, matches, &mut out),
        "expand" => expand::expand(&app, matches, &mut out),
        "migrate" => database::migrate(&app, matches.get_flag("status"), &mut out),
        "dead-letters" => dead_letters::dead_letters(app, matches, &mut out),
        "schema" => database::schema(&app, &mut out),
        // clap knows no other.
        other => Err(Failure::Text(format!("no such command: {other}"))),
    };
    let code = result.unwrap_or_else(|failure| {
        // If stderr is closed too, only the exit code remains.
        let _ = match failure {
            Failure::Boot(error) => writeln!(err, "{error}"),
            Failure::Text(text) => writeln!(err, "error: {text}"),
            Failure::Pipe => return OK,
        };
        FAILURE
    });
    match out.out.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => FAILURE,
        _ => code,
    }
}

/// How the program was called, to suggest one of its commands.
fn called(app: &AppMeta) -> String {
    let by_cargo = std::env::var("CARGO_PKG_NAME").is_ok_and(|package| package == app.name);
    let here = std::env::current_dir().is_ok_and(|folder| folder.starts_with(app.root));
    match (by_cargo, here) {
        (true, true) => "cargo run --".to_owned(),
        (true, false) => format!("cargo run -p {} --", app.name),
        (false, _) => app.name.to_owned(),
    }
}

/// Threads for the kernel, events and jobs; HTTP workers have their own.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("microcore")
        .build()
        .map_err(|error| Failure::Text(format!("the runtime cannot be started: {error}")))?;
    Ok(runtime)
}
