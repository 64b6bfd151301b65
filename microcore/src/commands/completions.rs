//! `completions`: the script by which a shell completes the program's commands.

use clap::ArgMatches;
use clap_complete::{Shell, generate};

use super::{Failure, OK, Output, cli};
use crate::app::App;

pub(super) fn completions(
    app: &App,
    matches: &ArgMatches,
    out: &mut Output<'_>,
) -> Result<u8, Failure> {
    // clap takes no other value and demands one.
    let shell = matches.get_one::<Shell>("shell").copied().unwrap_or(Shell::Bash);
    let mut script = Vec::new();
    generate(shell, &mut cli::command(app.meta), app.meta.name, &mut script);
    out.out.write_all(&script)?;
    Ok(OK)
}
