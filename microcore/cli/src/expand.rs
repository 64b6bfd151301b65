//! `expand`: what the macros make of a plugin.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use microcore_expand::show::{self, Options};
use similar::TextDiff;

use crate::Failure;
use crate::project::Project;

/// The text to print.
pub fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let file = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let only = matches.get_one::<String>("only").map(String::as_str);
    let path = Path::new(file);
    let text = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
    let project = Project::around(path)?;
    let krate = project.krate();
    let shown = show::file(&text, Options { krate: &krate, only })
        .map_err(|error| format!("{file}: {error}"))?;
    if matches.get_flag("eject") {
        fs::write(path, &shown)?;
        return Ok(format!("{file} now holds its expansion and uses `#[plugin]` no more\n"));
    }
    let last = last(&project, path, only)?;
    let before = fs::read_to_string(&last).ok();
    if let Some(folder) = last.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&last, &shown)?;
    match (matches.get_flag("diff"), before) {
        (false, _) => Ok(shown),
        (true, None) => Ok(format!(
            "{file} has not been expanded before; from now on there is \
                                    something to compare with\n"
        )),
        (true, Some(before)) if before == shown => Ok("nothing has changed\n".to_owned()),
        (true, Some(before)) => {
            let diff = TextDiff::from_lines(&before, &shown);
            Ok(diff.unified_diff().header("before", "now").to_string())
        }
    }
}

/// Where the last expansion of the file is kept.
fn last(project: &Project, path: &Path, only: Option<&str>) -> Result<PathBuf, Failure> {
    let path = fs::canonicalize(path)?;
    let inside = path.strip_prefix(&project.root).unwrap_or(&path);
    let package = project.root.file_name().unwrap_or_default();
    let folder = project.target().join("microcore/expand").join(package).join(inside);
    Ok(folder.join(format!("{}.rs", only.unwrap_or("whole").replace(':', "."))))
}
