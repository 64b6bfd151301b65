//! New files, never over old ones.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Writes all of these files, or none where one is there already. Returns
/// a line for each.
pub fn create(root: &Path, files: &[(PathBuf, String)]) -> Result<String, Failure> {
    for (path, _) in files {
        if root.join(path).exists() {
            return Err(format!("{} is there already; nothing was written", path.display()).into());
        }
    }
    let mut said = String::new();
    for (path, text) in files {
        let full = root.join(path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(full)?;
        file.write_all(text.as_bytes())?;
        said.push_str(&format!("wrote {}\n", path.display()));
    }
    Ok(said)
}
