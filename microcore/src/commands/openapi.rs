//! `openapi`: the document, and its breaking changes.

use std::fs;

use clap::ArgMatches;
use serde_json::Value;

use super::{FAILURE, Failure, OK, Output, called};
use crate::app::App;
use crate::http::openapi::{breaking, document};

pub(super) fn openapi(
    app: &App,
    matches: &ArgMatches,
    out: &mut Output<'_>,
) -> Result<u8, Failure> {
    let now = document(app.meta, &app.registry().plugins);
    if let Some(file) = matches.get_one::<String>("output") {
        let text = serde_json::to_string_pretty(&now).map_err(std::io::Error::from)?;
        fs::write(file, format!("{text}\n"))
            .map_err(|error| Failure::Text(format!("{file}: {error}")))?;
        out.line(&format!("wrote {file}"))?;
        return Ok(OK);
    }
    let Some(file) = matches.get_one::<String>("check") else {
        out.json(&now)?;
        return Ok(OK);
    };
    let program = called(app.meta);
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::Text(format!("{file}: {error}; create it with `{program} openapi -o {file}`"))
    })?;
    let before: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::Text(format!("{file} is not JSON: {error}")))?;
    let changes = breaking(&before, &now);
    for change in &changes {
        out.line(change)?;
    }
    out.line(&match changes.len() {
        0 if before == now => format!("{file} is up to date"),
        0 => format!("no breaking changes; {file} is stale: `{program} openapi -o {file}`"),
        1 => format!("1 breaking change; if it is intended: `{program} openapi -o {file}`"),
        many => {
            format!("{many} breaking changes; if they are intended: `{program} openapi -o {file}`")
        }
    })?;
    Ok(if changes.is_empty() { OK } else { FAILURE })
}
