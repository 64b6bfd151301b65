//! One change of the shop, and the errors that the compiler must report.

use std::path::Path;

use serde::Deserialize;

/// A change of the shop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// A description of the change; unique.
    pub name: String,
    /// Where, and how.
    pub edits: Vec<Edit>,
    /// The errors that must be reported; none if the change is allowed.
    pub wanted: Option<Wanted>,
}

/// A change of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    /// The file, from the shop's folder.
    pub file: String,
    /// The text that is replaced; it occurs exactly once.
    pub find: Option<String>,
    /// The replacement. Without `find`, the whole file; without both, the
    /// file is deleted.
    pub put: Option<String>,
}

/// The errors that the compiler must report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The code at the beginning of each message; empty for rustc's own.
    pub code: String,
    /// The file that each error is in, one for each error.
    #[serde(rename = "in")]
    pub files: Vec<String>,
    /// The text that the errors underline, or a part of it.
    pub at: String,
    /// Texts that each message must contain: the plugins on both sides, the fix.
    pub says: Vec<String>,
    /// Whether rustc may report errors of its own in the same file, which a macro cannot
    /// prevent.
    #[serde(default)]
    pub rustc_too: bool,
}

impl Case {
    /// Every case of the folder, in the order of the files and of their lines.
    pub fn all(folder: &Path) -> Vec<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            case: Vec<Case>,
        }
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let read = |path: &std::path::PathBuf| {
            let text = std::fs::read_to_string(path).unwrap();
            let file: File =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            file.case
        };
        files.iter().flat_map(read).collect()
    }

    /// Its name as that of a package.
    pub fn slug(&self) -> String {
        let words = self.name.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase()
    }
}

impl Edit {
    /// The changed file; `None` deletes it.
    pub fn apply(&self, original: Option<&str>) -> Option<String> {
        let Self { file, find, put } = self;
        let Some(find) = find else { return put.clone() };
        let original = original.unwrap_or_else(|| panic!("there is no {file}"));
        let times = original.matches(find.as_str()).count();
        assert_eq!(times, 1, "{file} has {times} times: {find}");
        Some(original.replace(find.as_str(), put.as_deref().unwrap_or_default()))
    }
}
