//! `cargo microcore`: what needs no application to be built.

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

/// Something was found, or could not be done.
const FOUND: u8 = 1;
/// Invalid command line.
const USAGE: u8 = 2;

/// Why a command ends before its end, in words.
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
            ExitCode::from(FOUND)
        }
    }
}

/// What a shell needs to complete this program's commands.
fn completions(matches: &ArgMatches) -> Result<String, Failure> {
    let shell = matches.get_one::<Shell>("shell").ok_or("name a shell")?;
    let mut script = Vec::new();
    generate(*shell, &mut cli::command(), "cargo-microcore", &mut script);
    Ok(String::from_utf8(script)?)
}

fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => ExitCode::from(FOUND),
        _ => ExitCode::SUCCESS,
    }
}
