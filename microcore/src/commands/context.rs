//! `context`: the application in one text.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{FOUND, Failure, OK, Output};
use crate::kernel::App;
use crate::manifest;

/// Where the text is kept.
const NAME: &str = "AI_CONTEXT.md";

pub(super) fn context(
    app: &App,
    matches: &ArgMatches,
    out: &mut Output<'_>,
) -> Result<u8, Failure> {
    let registry = app.registry();
    if let Some(feature) = matches.get_one::<String>("for") {
        let pack = manifest::pack(app.meta, &registry, feature).map_err(Failure::Text)?;
        out.out.write_all(pack.as_bytes())?;
        return Ok(OK);
    }
    let text = manifest::whole(app.meta, &registry);
    if matches.get_flag("stdout") {
        out.out.write_all(text.as_bytes())?;
        return Ok(OK);
    }
    let path = file(app);
    let before = fs::read_to_string(&path).ok();
    let fresh = before.as_deref() == Some(text.as_str());
    let shown = path.display();
    if matches.get_flag("check") {
        let program = app.meta.name;
        out.line(&match (fresh, before.is_some()) {
            (true, _) => format!("{shown} is up to date"),
            (false, true) => format!("{shown} is stale: run `{program} context` and commit it"),
            (false, false) => format!("{shown} is missing: run `{program} context` and commit it"),
        })?;
        return Ok(if fresh { OK } else { FOUND });
    }
    if !fresh {
        fs::write(&path, &text).map_err(|error| Failure::Text(format!("{shown}: {error}")))?;
    }
    let size = manifest::tokens(&text);
    out.line(&format!("{shown}: {} bytes, about {size} tokens", text.len()))?;
    Ok(OK)
}

/// Beside the package's manifest, or, where the sources are not, here.
fn file(app: &App) -> PathBuf {
    let root = Path::new(app.meta.root);
    if root.join("Cargo.toml").is_file() { root.join(NAME) } else { NAME.into() }
}
