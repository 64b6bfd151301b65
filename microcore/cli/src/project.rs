//! The package that a file belongs to.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// A cargo package.
pub(crate) struct Project {
    /// Its folder.
    pub root: PathBuf,
    manifest: toml::Table,
}

impl Project {
    /// The package around a file or folder.
    pub(crate) fn around(path: &Path) -> Result<Self, Failure> {
        let path =
            dunce::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut folders = path.ancestors();
        let found = folders.find_map(|folder| {
            let manifest: toml::Table =
                fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()?;
            manifest.contains_key("package").then(|| (folder.to_owned(), manifest))
        });
        let (root, manifest) = found.ok_or_else(|| {
            format!("{} is not part of a package: no Cargo.toml above it has one", path.display())
        })?;
        Ok(Self { root, manifest })
    }

    /// The name by which the package knows microcore.
    pub(crate) fn krate(&self) -> String {
        let tables = ["dependencies", "dev-dependencies"].map(|key| self.manifest.get(key));
        let renamed = tables.into_iter().flatten().filter_map(toml::Value::as_table).find_map(
            |dependencies| {
                let mut entries = dependencies.iter();
                entries.find(|(_, value)| {
                    value.get("package").and_then(toml::Value::as_str) == Some("microcore")
                })
            },
        );
        renamed.map_or("microcore", |(name, _)| name).replace('-', "_")
    }

    /// The name of its crate: its library's, or the package's.
    pub(crate) fn own_crate(&self) -> String {
        let name = |table: &str| self.manifest.get(table)?.get("name")?.as_str();
        name("lib").or_else(|| name("package")).unwrap_or_default().replace('-', "_")
    }

    /// The folder of build artifacts, of cargo and of this program.
    pub(crate) fn target(&self) -> PathBuf {
        if let Some(target) = std::env::var_os("CARGO_TARGET_DIR") {
            return target.into();
        }
        // A member of a workspace shares that of the folder with the lock file.
        let mut folders = self.root.ancestors();
        let workspace = folders.find(|folder| folder.join("Cargo.lock").is_file());
        workspace.unwrap_or(&self.root).join("target")
    }
}
