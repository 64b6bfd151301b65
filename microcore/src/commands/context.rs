//! `context`: a description of the application in one file.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{FAILURE, Failure, OK, Output, called};
use crate::app::{App, Registry};
use crate::manifest;
use microcore_core::meta::AppMeta;

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
    let fresh = before.as_deref().is_some_and(|before| is_same(before, &text));
    let shown = path.display();
    if matches.get_flag("check") {
        let program = called(app.meta);
        out.line(&match (fresh, before.is_some()) {
            (true, _) => format!("{shown} is up to date"),
            (false, true) => format!("{shown} is stale: run `{program} context` and commit it"),
            (false, false) => format!("{shown} is missing: run `{program} context` and commit it"),
        })?;
        return Ok(if fresh { OK } else { FAILURE });
    }
    if !fresh {
        fs::write(&path, &text).map_err(|error| Failure::Text(format!("{shown}: {error}")))?;
    }
    let size = manifest::tokens(&text);
    out.line(&format!("{shown}: {} bytes, about {size} tokens", text.len()))?;
    Ok(OK)
}

/// Updates the package's file, if there is one that `context` generated. An error is
/// logged and does not stop the start.
pub(super) fn refresh(app: &AppMeta, registry: &Registry) {
    let path = Path::new(app.root).join(NAME);
    let Ok(before) = fs::read_to_string(&path) else { return };
    let text = manifest::whole(app, registry);
    if is_same(&before, &text) || !before.contains(&manifest::origin(app)) {
        return;
    }
    match fs::write(&path, &text) {
        Ok(()) => tracing::info!("{NAME} was stale and has been updated: commit it"),
        Err(error) => tracing::warn!(
            "{NAME} is stale and cannot be written ({error}); with \
             MICROCORE_KERNEL__REFRESH_CONTEXT=false it is not updated"
        ),
    }
}

/// Whether only the line ends differ, which git may write as `\r\n` on Windows.
fn is_same(before: &str, text: &str) -> bool {
    before.replace("\r\n", "\n") == text
}

/// Beside the package's manifest, or in the working directory where the sources do not exist.
fn file(app: &App) -> PathBuf {
    let root = Path::new(app.meta.root);
    if root.join("Cargo.toml").is_file() { root.join(NAME) } else { NAME.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An application whose package is in that folder.
    fn app(root: &Path) -> App {
        let root: &'static str = root.to_str().unwrap().to_owned().leak();
        let (name, version) = ("desk", "1.0.0");
        let meta = AppMeta::new(name, version).root(root);
        App::new(Box::leak(Box::new(meta))).plugins([])
    }

    /// The file after a start that found this content.
    fn refreshed(before: Option<&str>) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let app = app(folder.path());
        if let Some(before) = before {
            fs::write(folder.path().join(NAME), before).unwrap();
        }
        refresh(app.meta, &app.registry());
        fs::read_to_string(folder.path().join(NAME)).ok()
    }

    #[test]
    fn a_start_updates_a_stale_file_creates_none_and_keeps_one_that_it_did_not_generate() {
        let fresh = refreshed(Some("# desk 0.9\n\nMade by `desk context`; do not edit.\n"));
        let fresh = fresh.unwrap();
        assert!(fresh.starts_with("# desk 1.0.0\n"), "{fresh}");
        assert!(fresh.contains("## Rules"), "{fresh}");
        assert_eq!(refreshed(Some(&fresh)), Some(fresh));
        assert_eq!(refreshed(None), None);
        assert_eq!(refreshed(Some("my notes")).as_deref(), Some("my notes"));
    }
}
