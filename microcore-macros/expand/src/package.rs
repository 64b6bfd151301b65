//! A package by its `Cargo.toml`: what it depends on, and whether its library is
//! a crate of domains.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike};

/// A dependency that is a folder of this workspace.
pub(crate) struct Dependency {
    /// The name it is used with in Rust.
    pub name: String,
    /// Its package's folder.
    pub folder: PathBuf,
}

/// Where a crate's source is.
pub(crate) enum Source {
    /// In a folder.
    Folder(PathBuf),
    /// In a registry or a repository: it cannot be read.
    External,
    /// No dependency has this name.
    Unknown,
}

/// The package that is compiled.
pub(crate) struct Package {
    folder: PathBuf,
    /// The name of its library.
    name: String,
    /// Dependencies with a `path`.
    pub dependencies: Vec<Dependency>,
    /// The others, by the name they are used with.
    external: Vec<String>,
}

impl Package {
    /// The package of a folder, if its `Cargo.toml` can be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let manifest = manifest(folder)?;
        let workspace = Workspace::above(folder, &manifest);
        let name = manifest.get("package")?.get("name")?.as_str()?.replace('-', "_");
        let mut package = Self {
            folder: folder.to_owned(),
            name,
            dependencies: Vec::new(),
            external: Vec::new(),
        };
        for table in tables_of_dependencies(&manifest) {
            for (key, entry) in table.iter() {
                let name = key.replace('-', "_");
                let found = match workspace.as_ref().filter(|_| is_true(entry, "workspace")) {
                    Some(workspace) => workspace.folder_of(key),
                    None => path(entry).map(|path| folder.join(path)),
                };
                match found {
                    Some(folder) => package.dependencies.push(Dependency { name, folder }),
                    None => package.external.push(name),
                }
            }
        }
        Some(package)
    }

    /// Where the crate of that name is.
    pub(crate) fn source_of(&self, name: &str) -> Source {
        if name == self.name {
            return Source::Folder(self.folder.clone());
        }
        match self.dependencies.iter().find(|one| one.name == name) {
            Some(one) => Source::Folder(one.folder.clone()),
            None if self.external.iter().any(|one| one == name) => Source::External,
            None => Source::Unknown,
        }
    }
}

/// Whether the package in this folder calls `domains!` at its root.
pub(crate) fn has_domains(folder: &Path) -> bool {
    let Ok(text) = fs::read_to_string(root_of_library(folder)) else { return false };
    text.lines().any(|line| match line.trim_start().split_once("domains!") {
        Some((path, _)) => path.is_empty() || (path.ends_with("::") && !path.contains([' ', '/'])),
        None => false,
    })
}

/// The file that the library starts with.
pub(crate) fn root_of_library(folder: &Path) -> PathBuf {
    let named = manifest(folder)
        .and_then(|manifest| Some(manifest.get("lib")?.get("path")?.as_str()?.to_owned()));
    folder.join(named.as_deref().unwrap_or("src/lib.rs"))
}

/// The workspace that a package belongs to.
struct Workspace {
    folder: PathBuf,
    manifest: DocumentMut,
}

impl Workspace {
    fn above(folder: &Path, package: &DocumentMut) -> Option<Self> {
        if package.contains_key("workspace") {
            return Some(Self { folder: folder.to_owned(), manifest: package.clone() });
        }
        folder.ancestors().skip(1).find_map(|folder| {
            let manifest = manifest(folder).filter(|one| one.contains_key("workspace"))?;
            Some(Self { folder: folder.to_owned(), manifest })
        })
    }

    fn folder_of(&self, dependency: &str) -> Option<PathBuf> {
        let all = self.manifest.get("workspace")?.get("dependencies")?;
        Some(self.folder.join(path(all.get(dependency)?)?))
    }
}

/// `[dependencies]`, also of one platform only. Those of tests and of the build
/// script are not in the application.
fn tables_of_dependencies(manifest: &DocumentMut) -> Vec<&dyn TableLike> {
    let targets = manifest.get("target").and_then(Item::as_table_like);
    let targets = targets.into_iter().flat_map(|all| all.iter().map(|(_, target)| target));
    let all = targets.filter_map(|target| target.get("dependencies"));
    all.chain(manifest.get("dependencies")).filter_map(Item::as_table_like).collect()
}

fn manifest(folder: &Path) -> Option<DocumentMut> {
    fs::read_to_string(folder.join("Cargo.toml")).ok()?.parse().ok()
}

fn path(dependency: &Item) -> Option<&str> {
    dependency.get("path")?.as_str()
}

fn is_true(dependency: &Item, key: &str) -> bool {
    dependency.get(key).and_then(Item::as_bool) == Some(true)
}
