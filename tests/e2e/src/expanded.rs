//! The shop with the expansion of each macro in the macro's place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use microcore_test_support::copy;

use crate::build;

/// How the macros are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eject {
    /// `expand --eject` on every file.
    Files,
    /// `expand --only … --eject` on every item of every plugin.
    Items,
}

/// Copies the shop, ejects its macros with `cargo microcore expand`, and builds that;
/// returns the program, and the number of ejections.
///
/// # Panics
/// If something does not expand, or the copy does not build.
pub fn expanded_shop(what: Eject) -> (PathBuf, usize) {
    // Not `shop`: that is the real one's name in the same target folder.
    let name = match what {
        Eject::Files => "expanded-shop",
        Eject::Items => "ejected-shop",
    };
    let folder = build::target_folder().expect("a target folder").join("tmp").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the old copy is removed");
    }
    let workspace = build::workspace();
    copy(&workspace.join("examples/shop"), &folder).expect("a copy");
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).expect("copies");
    let manifest = manifest(&workspace, &folder.join("Cargo.toml"), name);
    fs::write(folder.join("Cargo.toml"), manifest).expect("writes");
    let cargo = cargo_microcore();
    let files = rust_files(&folder.join("src"));
    let ejected = files.iter().map(|file| match what {
        Eject::Files => usize::from(eject(&cargo, file)),
        Eject::Items => eject_items(&cargo, file),
    });
    let ejected = ejected.sum();
    (build::program(&folder, "shop", name), ejected)
}

/// The program `cargo-microcore`, built from the sources as they are.
///
/// # Panics
/// If it does not build.
pub fn cargo_microcore() -> PathBuf {
    build::program(&build::workspace(), "cargo-microcore", "cargo-microcore")
}

/// The shop's own manifest, with what it inherits from this workspace.
fn manifest(workspace: &Path, shop: &Path, name: &str) -> String {
    let read = |path: &Path| -> toml::Table {
        fs::read_to_string(path).expect("a manifest").parse().expect("a manifest")
    };
    let (mut root, mut manifest) = (read(&workspace.join("Cargo.toml")), read(shop));
    let mut inherited = root["workspace"].as_table().expect("a workspace").clone();
    inherited.remove("members");
    let dependencies = inherited["dependencies"].as_table_mut().expect("dependencies");
    for (_, dependency) in dependencies.iter_mut() {
        if let Some(path) = dependency.get("path").and_then(toml::Value::as_str) {
            let path = workspace.join(path).display().to_string();
            dependency["path"] = path.into();
        }
    }
    manifest.insert("workspace".to_owned(), inherited.into());
    // The same profiles, so that dependencies are built once for both.
    manifest.insert("profile".to_owned(), root.remove("profile").expect("profiles"));
    let mut binary = toml::Table::new();
    binary.insert("name".to_owned(), name.into());
    binary.insert("path".to_owned(), "src/main.rs".into());
    manifest.insert("bin".to_owned(), vec![toml::Value::from(binary)].into());
    manifest.to_string()
}

/// Whether the file had anything to expand.
fn eject(cargo: &Path, file: &Path) -> bool {
    match expand(cargo, file, &["--eject"]) {
        Ok(()) => true,
        Err(stderr) => {
            let nothing = stderr.contains("there is nothing to expand in this file");
            assert!(nothing, "{}: {stderr}", file.display());
            false
        }
    }
}

/// The number of items of the file's plugin; its macro stays, without them.
fn eject_items(cargo: &Path, file: &Path) -> usize {
    let mut count = 0;
    // Asking for an item that does not exist lists those that do.
    while let Err(stderr) = expand(cargo, file, &["--only", "?"]) {
        let Some((_, items)) = stderr.split_once("it has: ") else { break };
        let mut items = items.trim().split(", ");
        let Some(item) = items.find(|item| item.contains(':')) else { break };
        let ejected = expand(cargo, file, &["--only", item, "--eject"]);
        assert_eq!(ejected, Ok(()), "{item} of {}", file.display());
        count += 1;
    }
    count
}

/// Runs the command; returns its error output if it fails.
fn expand(cargo: &Path, file: &Path, args: &[&str]) -> Result<(), String> {
    let mut command = Command::new(cargo);
    let output = command.args(["microcore", "expand"]).arg(file).args(args).output();
    let output = output.expect("cargo microcore runs");
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}
