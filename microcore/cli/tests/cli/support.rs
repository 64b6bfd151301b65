//! Runs the program, and cargo on what it writes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The folder of this workspace.
pub(crate) fn workspace() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).expect("a workspace")
}

/// `cargo microcore …` in a folder.
pub(crate) fn microcore(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-microcore"));
    command.arg("microcore").args(args).current_dir(folder);
    command.env("CARGO_TARGET_DIR", folder.join("target"));
    command.output().expect("runs")
}

/// What it printed; it must have succeeded.
pub(crate) fn printed(folder: &Path, args: &[&str]) -> String {
    let output = microcore(folder, args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Every plugin file below `src/domains`.
pub(crate) fn plugins(root: &Path) -> Vec<PathBuf> {
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

/// An empty folder of that name, the same in every run, so that build artifacts are
/// replaced and do not pile up.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the old folder is removed");
    }
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs cargo in a package outside of this workspace, which must succeed.
pub(crate) fn cargo(folder: &Path, args: &[&str]) {
    let output = try_cargo(folder, args);
    assert!(
        output.status.success(),
        "cargo {args:?}:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Runs cargo in a package outside of this workspace, building into this
/// workspace's folder, with its profiles and its lock file, so that common dependencies
/// are built once.
pub(crate) fn try_cargo(folder: &Path, args: &[&str]) -> Output {
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(workspace().join("Cargo.lock"), lock).expect("copies");
    }
    let mut command = microcore_test_support::cargo();
    command.arg(args[0]).arg("--offline").arg("--config").arg(profiles()).args(&args[1..]);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    command.env("CARGO_TARGET_DIR", target).current_dir(folder).output().expect("cargo runs")
}

/// The profiles of this workspace, as a configuration of cargo's.
fn profiles() -> &'static Path {
    static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
        let text = fs::read_to_string(workspace().join("Cargo.toml")).expect("a manifest");
        let mut manifest: toml::Table = text.parse().expect("a manifest");
        manifest.retain(|key, _| key == "profile");
        // The environment overrides a manifest, but not `--config`.
        for (name, profile) in manifest["profile"].as_table_mut().expect("profiles") {
            let variable = |key: &str| format!("CARGO_PROFILE_{name}_{key}").to_uppercase();
            let is_set = |key: &str| std::env::var_os(variable(&key.replace('-', "_"))).is_some();
            profile.as_table_mut().expect("a profile").retain(|key, _| !is_set(key));
        }
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli-profiles.toml");
        fs::write(&file, manifest.to_string()).expect("writes");
        file
    });
    &FILE
}
