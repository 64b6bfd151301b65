//! Writes new files, and never overwrites existing ones.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Writes all of these files, or none if one of them already exists. Returns
/// a line for each.
pub(crate) fn create(root: &Path, files: &[(PathBuf, String)]) -> Result<String, Failure> {
    for (path, _) in files {
        if root.join(path).exists() {
            return Err(format!("{} already exists; nothing was written", path.display()).into());
        }
    }
    let mut written = String::new();
    for (path, text) in files {
        let full = root.join(path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(full)?;
        file.write_all(text.as_bytes())?;
        written.push_str(&format!("wrote {}\n", path.display()));
    }
    Ok(written)
}
