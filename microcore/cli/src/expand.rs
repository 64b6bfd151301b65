//! `expand`: the expansion of the macros of a file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use microcore_expand::show::{self, Mistake, Options};
use similar::TextDiff;

use crate::Failure;
use crate::project::Project;

/// The text to print.
pub(crate) fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let file = matches.get_one::<String>("file").map(String::as_str).unwrap_or_default();
    let only = matches.get_one::<String>("only").map(String::as_str);
    let path = Path::new(file);
    let text = fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
    let project = Project::around(path)?;
    let (krate, own_crate) = (project.krate(), project.own_crate());
    let options = Options {
        krate: &krate,
        own_crate: &own_crate,
        root: &project.root,
        file: Some(path),
        only,
    };
    if matches.get_flag("eject") {
        let ejected = show::eject(&text, options).map_err(|error| error.in_file(file))?;
        fs::write(path, ejected)?;
        let what = only.unwrap_or("the file");
        return Ok(format!("{file}: {what} was replaced by its expansion\n"));
    }
    let shown = show::file(&text, options).map_err(|error| error.in_file(file))?;
    if !shown.mistakes.is_empty() {
        let mut out = std::io::stdout().lock();
        out.write_all(shown.text.as_bytes())?;
        out.flush()?;
        return Err(Mistake::all_in_file(&shown.mistakes, file).into());
    }
    let (last, shown) = (last(&project, path, only)?, shown.text);
    let before = fs::read_to_string(&last).ok();
    if let Some(folder) = last.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&last, &shown)?;
    match (matches.get_flag("diff"), before) {
        (false, _) => Ok(shown),
        (true, None) => Ok(format!(
            "{file} has not been expanded before; the next `--diff` compares with this expansion\n"
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
    let path = dunce::canonicalize(path)?;
    let inside = path.strip_prefix(&project.root).unwrap_or(&path);
    let package = project.root.file_name().unwrap_or_default();
    let folder = project.target().join("microcore/expand").join(package).join(inside);
    Ok(folder.join(format!("{}.rs", only.unwrap_or("whole").replace(':', "."))))
}
