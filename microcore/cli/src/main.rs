//! `cargo microcore`: the commands that work without building an application.

mod add;
mod cli;
mod expand;
mod explain;
mod feature;
mod files;
mod name;
mod new;
mod project;

use std::io::Write;
use std::process::ExitCode;

use clap::ArgMatches;
use clap_complete::{Shell, generate};

/// The command failed.
const FAILURE: u8 = 1;
/// Invalid command line.
const USAGE: u8 = 2;

/// Why a command failed.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    // As a subcommand of cargo its own name comes first.
    let mut args: Vec<_> = std::env::args_os().collect();
    if args.get(1).is_some_and(|first| first == "microcore") {
        args.remove(1);
    }
    let matches = match cli::command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // A closed output cannot be reported anywhere.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { 0 });
        }
    };
    let result = match matches.subcommand() {
        Some(("new", matches)) => new::run(matches),
        Some(("add", matches)) => add::run(matches),
        Some(("expand", matches)) => expand::run(matches),
        Some(("explain", matches)) => explain::run(matches),
        Some(("completions", matches)) => completions(matches),
        // clap knows no other.
        _ => Err("no such command".into()),
    };
    match result {
        Ok(text) => print(&text),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(FAILURE)
        }
    }
}

/// The script by which a shell completes this program's commands.
fn completions(matches: &ArgMatches) -> Result<String, Failure> {
    let shell = matches.get_one::<Shell>("shell").ok_or("name a shell")?;
    let mut script = Vec::new();
    generate(*shell, &mut cli::command(), "cargo-microcore", &mut script);
    Ok(String::from_utf8(script)?)
}

fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(FAILURE),
        _ => ExitCode::SUCCESS,
    }
}
