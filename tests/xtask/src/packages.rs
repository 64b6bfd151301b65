//! The packages of the workspace, from `cargo metadata`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;

use crate::{Result, run};

#[derive(Deserialize)]
pub(crate) struct Metadata {
    packages: Vec<Package>,
    pub target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub name: String,
    pub version: String,
    pub manifest_path: PathBuf,
    pub features: BTreeMap<String, Vec<String>>,
    pub targets: Vec<Target>,
    publish: Option<Vec<String>>,
    dependencies: Vec<Dependency>,
    #[serde(default)]
    metadata: serde_json::Value,
}

#[derive(Deserialize)]
pub(crate) struct Target {
    pub kind: Vec<String>,
    pub name: String,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

impl Metadata {
    pub(crate) fn read() -> Result<Self> {
        let args = ["metadata", "--no-deps", "--locked", "--format-version=1"];
        let mut command = Command::new(run::cargo_path());
        let text = run::output(command.args(args).current_dir(run::root()))?;
        Ok(serde_json::from_str(&text)?)
    }

    /// The packages that go to a registry, each after those it depends on.
    pub(crate) fn published(&self) -> Vec<&Package> {
        let mut left: Vec<&Package> =
            self.packages.iter().filter(|package| package.publish.is_none()).collect();
        let mut ordered: Vec<&Package> = Vec::new();
        while let Some(index) =
            left.iter().position(|package| !left.iter().any(|other| package.needs(other)))
        {
            ordered.push(left.remove(index));
        }
        // Cargo refuses circles of dependencies, so nothing remains.
        ordered.extend(left);
        ordered
    }
}

impl Package {
    /// Whether it has a library that other packages may name.
    pub(crate) fn library(&self) -> Option<&Target> {
        let is_library = |kind: &String| kind == "lib" || kind == "proc-macro";
        self.targets.iter().find(|target| target.kind.iter().any(is_library))
    }

    /// A text under `[package.metadata.xtask]` of its manifest.
    pub(crate) fn setting(&self, key: &str) -> Option<&str> {
        self.metadata.get("xtask")?.get(key)?.as_str()
    }

    fn needs(&self, other: &Self) -> bool {
        let is_needed = |dependency: &Dependency| {
            dependency.name == other.name && dependency.kind.as_deref() != Some("dev")
        };
        self.dependencies.iter().any(is_needed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_published_after_their_dependencies() {
        let package = |name: &str, publish: &str, needs: &str| {
            format!(
                r#"{{"name": "{name}", "version": "1.0.0", "manifest_path": "", "features": {{}},
                     "targets": [], "publish": {publish}, "metadata": null,
                     "dependencies": [{needs}]}}"#
            )
        };
        let normal = |name: &str| format!(r#"{{"name": "{name}", "kind": null}}"#);
        let text = format!(
            r#"{{"target_directory": "", "packages": [{}, {}, {}, {}]}}"#,
            package("app", "null", &normal("macros")),
            package("tests", "[]", &normal("app")),
            package("macros", "null", &normal("syntax")),
            package("syntax", "null", r#"{"name": "app", "kind": "dev"}"#),
        );
        let metadata: Metadata = serde_json::from_str(&text).unwrap();
        let names: Vec<_> = metadata.published().iter().map(|package| &*package.name).collect();
        assert_eq!(names, ["syntax", "macros", "app"]);
    }
}
