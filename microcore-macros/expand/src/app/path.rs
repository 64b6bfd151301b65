//! How paths are written in an expansion, and the `#[path]` of the module `domains`, where
//! it needs one.
//!
//! rustc and rust-analyzer both load the files of inline modules from the folders
//! of their names. They differ where a nested module has `#[path = "/absolute"]`: rustc
//! uses that path as it is, rust-analyzer appends it to the folders above. So only the
//! outermost module has the attribute, and the modules in it need none.

use std::fs;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// How the folder is named on `mod domains`, in the file that calls the macro at
/// its crate's root; `None` where the module finds it by its own name.
///
/// Below that file the path is relative, so that an expansion is the same on
/// every machine; elsewhere, and where the file is not known, it is absolute.
pub(super) fn of_domains(folder: &Path, caller: Option<&Path>) -> Option<String> {
    match caller.and_then(|file| below(folder, file)) {
        Some(names) if names == ["domains"] => None,
        Some(names) => Some(names.join("/")),
        None => Some(written(folder)),
    }
}

/// A path with `/` on every system, so that expansions and messages are the same on all.
pub(super) fn written(path: &Path) -> String {
    with_slashes(&path.to_string_lossy(), MAIN_SEPARATOR)
}

/// Windows takes `/` for `\`, but not in a verbatim path, as `\\?\C:\app`.
fn with_slashes(path: &str, separator: char) -> String {
    let is_verbatim = path.starts_with(r"\\?\");
    if is_verbatim { path.to_owned() } else { path.replace(separator, "/") }
}

/// The name of a raw module's file or folder, which has the `r#` that the
/// compilers leave out.
pub(super) fn of_raw(name: &str, extension: &str) -> Option<String> {
    name.starts_with("r#").then(|| format!("{name}{extension}"))
}

/// The relative path from the file to the folder. The folder itself may be a symbolic
/// link; its name is used all the same.
fn below(folder: &Path, file: &Path) -> Option<Vec<String>> {
    let from = match file.parent()? {
        here if here.as_os_str().is_empty() => Path::new("."),
        above => above,
    };
    let from = fs::canonicalize(from).ok()?;
    let folder = fs::canonicalize(folder.parent()?).ok()?.join(folder.file_name()?);
    let relative: PathBuf = folder.strip_prefix(from).ok()?.to_owned();
    let names = relative.components().map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_owned),
        _ => None,
    });
    names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(folder: &str, caller: Option<&str>) -> Option<String> {
        // Cargo runs tests in the package's folder. Tests of a cross-compiled build know no
        // other name of it on the system that they run on.
        let root = std::env::current_dir().unwrap_or_default().join("tests/app");
        of_domains(&root.join(folder), caller.map(|file| root.join(file)).as_deref())
    }

    #[test]
    fn a_folder_of_the_modules_name_needs_no_path() {
        assert_eq!(attribute("src/domains", Some("src/main.rs")), None);
        assert_eq!(attribute("./src/../src/domains/", Some("src/main.rs")), None);
    }

    #[test]
    fn a_folder_below_the_file_has_a_relative_path() {
        assert_eq!(attribute("src/domains", Some("main.rs")).as_deref(), Some("src/domains"));
        assert_eq!(attribute("src/features", Some("src/lib.rs")).as_deref(), Some("features"));
    }

    #[test]
    fn a_path_of_windows_is_written_with_slashes() {
        assert_eq!(with_slashes(r"C:\app\src/domains\users", '\\'), "C:/app/src/domains/users");
        assert_eq!(with_slashes(r"\\server\app\src", '\\'), "//server/app/src");
        assert_eq!(with_slashes(r"\\?\C:\app\src", '\\'), r"\\?\C:\app\src");
    }

    #[test]
    fn elsewhere_a_backslash_is_part_of_a_name() {
        assert_eq!(with_slashes(r"app/src/a\b", '/'), r"app/src/a\b");
    }

    #[test]
    fn a_folder_elsewhere_has_an_absolute_path() {
        let absolute = |folder, caller| {
            Path::new(&attribute(folder, caller).unwrap_or_default()).is_absolute()
        };
        assert!(absolute("domains", Some("src/main.rs")));
        assert!(absolute("src/domains", Some("src/bin/worker.rs")));
        assert!(absolute("src/domains", None));
        assert!(absolute("src/domains", Some("nowhere/main.rs")));
    }
}
