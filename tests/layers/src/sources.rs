//! The files of a crate and what each imports from which other.

use std::collections::BTreeMap;
use std::io;
use std::path::Path as FilePath;

use crate::imports::{Path, paths};

/// The modules of a crate, each a file.
#[derive(Debug, Default)]
pub struct Sources {
    files: BTreeMap<Vec<String>, File>,
}

#[derive(Debug, Default)]
struct File {
    folder: Vec<String>,
    paths: Vec<Path>,
}

/// One file imports from another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The module that imports, `http::route`.
    pub from: Vec<String>,
    /// The module that has it.
    pub to: Vec<String>,
    /// What is imported.
    pub name: String,
}

impl Sources {
    /// Reads every `.rs` file below `root`, a `src` folder.
    ///
    /// # Errors
    /// A file that cannot be read, or that is not Rust.
    pub fn read(root: &FilePath) -> io::Result<Self> {
        let mut sources = Self::default();
        sources.walk(root, &[])?;
        Ok(sources)
    }

    fn walk(&mut self, folder: &FilePath, module: &[String]) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                let inner: Vec<_> = module.iter().cloned().chain([stem]).collect();
                self.walk(&path, &inner)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                self.add(module, &stem, &std::fs::read_to_string(&path)?)?;
            }
        }
        Ok(())
    }

    /// Adds one file: the folder it is in, its name without `.rs`, its text.
    ///
    /// # Errors
    /// The text is not Rust.
    pub fn add(&mut self, folder: &[String], stem: &str, text: &str) -> io::Result<()> {
        // Tests in separate files may import everything.
        if stem == "tests" || stem.ends_with("_tests") || stem.ends_with("_property") {
            return Ok(());
        }
        let mut module = folder.to_vec();
        if !matches!(stem, "mod" | "lib" | "main") {
            module.push(stem.to_owned());
        }
        let tokens = text.parse().map_err(|error: proc_macro2::LexError| {
            io::Error::other(format!("{}: {error}", module.join("::")))
        })?;
        let paths = paths(tokens, &module);
        self.files.insert(module, File { folder: folder.to_vec(), paths });
        Ok(())
    }

    /// The folder of a module's file.
    pub fn folder(&self, module: &[String]) -> Option<&[String]> {
        self.files.get(module).map(|file| file.folder.as_slice())
    }

    /// The top-level modules.
    pub fn modules(&self) -> Vec<String> {
        let mut modules: Vec<_> =
            self.files.keys().filter_map(|module| module.first().cloned()).collect();
        modules.dedup();
        modules
    }

    /// Every import of one file from another. What a module re-exports from its own
    /// children is not an import of its own; an import from it counts as one from the
    /// child.
    pub fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (module, file) in &self.files {
            for path in &file.paths {
                let Some(target) = self.resolve(&path.segments, 0) else { continue };
                let own = target.starts_with(module) && path.exported_as.is_some();
                if target != *module && !own {
                    let name = path.segments.last().cloned().unwrap_or_default();
                    imports.push(Import { from: module.clone(), to: target, name });
                }
            }
        }
        imports.sort();
        imports.dedup();
        imports
    }

    /// The module that defines what the path names, through re-exports.
    fn resolve(&self, path: &[String], depth: usize) -> Option<Vec<String>> {
        let length =
            (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let Some(name) = rest.first() else { return Some(module.to_vec()) };
        if module.is_empty() && rest.len() == path.len() && !self.re_exports(module, name) {
            // Another crate's, or an item of the root file.
            return None;
        }
        let re_exported = self.files[module].paths.iter().find(|own| {
            own.exported_as.as_deref() == Some(name.as_str()) && own.segments != path && depth < 8
        });
        match re_exported.and_then(|own| self.resolve(&own.segments, depth + 1)) {
            Some(target) => Some(target),
            None => Some(module.to_vec()),
        }
    }

    fn re_exports(&self, module: &[String], name: &str) -> bool {
        let names = |path: &Path| path.exported_as.as_deref() == Some(name);
        self.files.get(module).is_some_and(|file| file.paths.iter().any(names))
    }
}
