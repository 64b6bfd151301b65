//! The folders of plugins that cases name as `fixtures/…`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Copies `fixtures` to where trybuild compiles the cases. `app!` reads `domains`
/// relative to the package that is compiled, and trybuild makes that package below
/// the target folder, which may be anywhere.
pub fn copy_all() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    mirror(&source, &project().join("fixtures")).expect("the fixtures are copied");
}

/// The package that trybuild makes of the cases.
fn project() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version=1"])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let target = metadata["target_directory"].as_str().expect("cargo names its target folder");
    Path::new(target).join("tests/trybuild").join(env!("CARGO_PKG_NAME"))
}

/// Makes `to` the same as `from`. Files that are equal are not touched: another test may
/// be compiling them.
pub fn mirror(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(to)? {
        let entry = entry?;
        match (from.join(entry.file_name()).exists(), entry.file_type()?.is_dir()) {
            (true, _) => {}
            (false, true) => std::fs::remove_dir_all(entry.path())?,
            (false, false) => std::fs::remove_file(entry.path())?,
        }
    }
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            mirror(&entry.path(), &to)?;
        } else if std::fs::read(&to).ok() != Some(std::fs::read(entry.path())?) {
            std::fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
