//! The test programs of a workspace, as cargo knows them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

/// The parts of `cargo metadata` that are used here.
#[derive(Default, Deserialize)]
pub(super) struct Workspace {
    #[serde(rename = "workspace_root")]
    pub(super) root: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    src_path: PathBuf,
}

impl Workspace {
    /// The workspace that holds the package in this folder.
    pub(super) fn around(package: &Path) -> Result<Self, String> {
        let output = Command::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
            .arg(package.join("Cargo.toml"))
            .output()
            .map_err(|error| format!("cargo does not run: {error}"))?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr);
            return Err(format!("cargo failed: {}", text.trim()));
        }
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
    }

    /// Every file of a test program, sorted, with the command that runs it.
    pub(super) fn files(&self) -> Vec<(PathBuf, String)> {
        let mut files = BTreeMap::new();
        for Package { name: package, targets } in &self.packages {
            let tests =
                targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "test"));
            for Target { name, src_path, .. } in tests {
                let run = format!("cargo test -p {package} --test {name}");
                // `tests/shop.rs` has its modules in `tests/shop`, `main.rs` beside it.
                let modules = match src_path.file_stem() {
                    Some(stem) if stem != "main" => src_path.with_file_name(stem),
                    _ => src_path.parent().unwrap_or(src_path).to_owned(),
                };
                collect(&modules, &run, &mut files);
                files.insert(src_path.clone(), run);
            }
        }
        files.into_iter().collect()
    }
}

fn collect(folder: &Path, run: &str, files: &mut BTreeMap<PathBuf, String>) {
    // A program of one file has no such folder.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        // A symbolic link may lead to a cycle.
        if path.is_dir() && !path.is_symlink() {
            collect(&path, run, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.insert(path, run.to_owned());
        }
    }
}
