//! Runs the program, and cargo on what it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of this workspace.
pub fn workspace() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).expect("a workspace")
}

/// `cargo microcore …` in a folder.
pub fn microcore(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-microcore"));
    command.arg("microcore").args(args).current_dir(folder);
    command.env("CARGO_TARGET_DIR", folder.join("target"));
    command.output().expect("runs")
}

/// What it printed; it must have gone well.
pub fn printed(folder: &Path, args: &[&str]) -> String {
    let output = microcore(folder, args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Copies a folder, without what cargo and the application make in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() {
            if name != "target" {
                copy(&path, &to.join(name));
            }
        } else {
            fs::copy(&path, to.join(name)).expect("copies");
        }
    }
}

/// Every plugin file below `src/domains`.
pub fn plugins(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join("src/domains")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Runs cargo in a package outside of this workspace, building into this
/// workspace's folder so that dependencies are built once.
pub fn cargo(folder: &Path, args: &[&str]) {
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(workspace().join("Cargo.lock"), lock).expect("copies");
    }
    let output = Command::new(env!("CARGO"))
        .arg(args[0])
        .args(["--offline", "--config", "profile.dev.debug=\"line-tables-only\""])
        .args(&args[1..])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("apps"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo {args:?}:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
