//! The crates that hold domains of their own: which ones the package depends on,
//! by its `Cargo.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use syn::LitStr;
use toml_edit::{DocumentMut, Item, TableLike};

use super::input::Input;
use crate::errors::Errors;
use microcore_syntax::Code;

/// A dependency that stands in a folder of this workspace.
struct Dependency {
    /// The name it is used with in Rust.
    name: String,
    /// Its package's folder.
    folder: PathBuf,
}

/// Whether the package in this folder calls `domains!` at its root.
pub(crate) fn has_domains(folder: &Path) -> bool {
    let Ok(text) = fs::read_to_string(root_of_library(folder)) else { return false };
    text.lines().any(|line| match line.trim_start().split_once("domains!") {
        Some((path, _)) => path.is_empty() || (path.ends_with("::") && !path.contains([' ', '/'])),
        None => false,
    })
}

/// The crates that `app!` names, without those that it cannot mean; a crate of
/// domains that it depends on and does not name is a mistake.
pub fn named(input: &Input, root: &Path, errors: &mut Errors) -> Vec<syn::Path> {
    let Some(package) = Package::read(root) else { return input.crates.clone() };
    let mut named = Vec::new();
    for path in &input.crates {
        let name = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        match package.folder_of(&name) {
            // From a registry or a repository: its source is not here to be read.
            Known::Elsewhere => named.push(path.clone()),
            Known::Here(folder) if has_domains(&folder) => named.push(path.clone()),
            Known::Here(folder) => errors.at(
                Code::LostPlugin,
                path,
                format!(
                    "the crate `{name}` has no domains: write `microcore::domains! {{ \
                     \"src/domains\" }}` in `{}`, or take it out of `crates`",
                    root_of_library(&folder).display()
                ),
            ),
            Known::Nowhere => errors.at(
                Code::LostPlugin,
                path,
                format!(
                    "`{name}` is no dependency of this package: add `{} = {{ path = \"…\" }}` to \
                     the `[dependencies]` of its Cargo.toml, or take it out of `crates`",
                    name.replace('_', "-")
                ),
            ),
        }
    }
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        if !input.crates.iter().any(|path| path.is_ident(&dependency.name)) {
            errors.push(
                Code::LostPlugin,
                syn::Error::new(input.span, unnamed(&dependency.name, input)),
            );
        }
    }
    named
}

/// A crate of domains knows no other: they meet in the application.
pub fn refuse_neighbours(at: &LitStr, root: &Path, errors: &mut Errors) {
    let Some(package) = Package::read(root) else { return };
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        let name = &dependency.name;
        errors.at(
            Code::EscapesPlugin,
            at,
            format!(
                "this crate of domains depends on `{name}`, which is one too; take `{name}` out of \
                 Cargo.toml: another feature is reached by subscribing to its event or by asking \
                 it a question, never by its path"
            ),
        );
    }
}

fn unnamed(name: &str, input: &Input) -> String {
    let all = input.crates.iter().map(|path| quote::quote!(#path).to_string());
    let all: Vec<String> = all.chain([name.to_owned()]).collect();
    format!(
        "the crate `{name}` is a dependency with domains of its own, and `app!` does not name it, so \
         none of its plugins would run; write `crates: [{}]`, or take it out of Cargo.toml",
        all.join(", ")
    )
}

/// Where a crate's source is.
enum Known {
    Here(PathBuf),
    Elsewhere,
    Nowhere,
}

/// The package that is compiled.
struct Package {
    folder: PathBuf,
    /// The name of its library.
    name: String,
    dependencies: Vec<Dependency>,
    /// Dependencies that stand in no folder, by the name they are used with.
    elsewhere: Vec<String>,
}

impl Package {
    fn read(folder: &Path) -> Option<Self> {
        let manifest = manifest(folder)?;
        let workspace = Workspace::above(folder, &manifest);
        let name = manifest.get("package")?.get("name")?.as_str()?.replace('-', "_");
        let mut this = Self {
            folder: folder.to_owned(),
            name,
            dependencies: Vec::new(),
            elsewhere: Vec::new(),
        };
        for table in tables_of_dependencies(&manifest) {
            for (key, entry) in table.iter() {
                let name = key.replace('-', "_");
                let found = match workspace.as_ref().filter(|_| is_true(entry, "workspace")) {
                    Some(workspace) => workspace.folder_of(key),
                    None => path(entry).map(|path| folder.join(path)),
                };
                match found {
                    Some(folder) => this.dependencies.push(Dependency { name, folder }),
                    None => this.elsewhere.push(name),
                }
            }
        }
        Some(this)
    }

    fn folder_of(&self, name: &str) -> Known {
        if name == self.name {
            return Known::Here(self.folder.clone());
        }
        match self.dependencies.iter().find(|one| one.name == name) {
            Some(one) => Known::Here(one.folder.clone()),
            None if self.elsewhere.iter().any(|one| one == name) => Known::Elsewhere,
            None => Known::Nowhere,
        }
    }
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

/// The file that the library starts with.
fn root_of_library(folder: &Path) -> PathBuf {
    let named = manifest(folder)
        .and_then(|manifest| Some(manifest.get("lib")?.get("path")?.as_str()?.to_owned()));
    folder.join(named.as_deref().unwrap_or("src/lib.rs"))
}
