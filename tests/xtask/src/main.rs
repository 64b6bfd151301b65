//! `cargo xtask`: the development tasks of this repository. CONTRIBUTING.md describes when to run which.
#![allow(clippy::print_stdout, clippy::print_stderr)] // it is a command line

mod features;
mod html;
mod package;
mod packages;
mod public_api;
mod run;
mod ui;
mod words;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  ci                     everything that must pass before a change lands (.ci/run)
  ui [PART] [--bless]    compile the cases of ui-tests, or those with PART in their name;
                         --bless writes what the compiler prints
  layers                 test that imports run downwards
  words [--count]        list forbidden phrases with file and line, or count them
  features               lint each published package without features, with each alone, with all
  bench-guard [--bless]  compare the instructions a request with docs/benchmarks.lock.json, or
                         write it (release build; needs valgrind)
  public-api [--bless]   compare the public API with docs/public-api, or write it
  package                pack what is published, and build an application against the packages
";

/// An error message.
type Failure = Box<dyn std::error::Error>;
type Result<T = ()> = std::result::Result<T, Failure>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[&str]) -> Result {
    match args {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["ci"] => run::command("bash", &[".ci/run"], &[]),
        ["ui", rest @ ..] => ui::run(rest),
        ["layers"] => run::cargo(&["test", "--locked", "--workspace", "--test", "layers"]),
        ["words"] => words::run(false),
        ["words", "--count"] => words::run(true),
        ["features"] => features::run(),
        ["bench-guard", rest @ ..] => {
            run::command("bash", &[&["tests/bench/run", "guard"], rest].concat(), &[])
        }
        ["public-api"] => public_api::run(false),
        ["public-api", "--bless"] => public_api::run(true),
        ["package"] => package::run(),
        _ => Err(format!("`cargo xtask {}` is not a command\n\n{HELP}", args.join(" ")).into()),
    }
}
