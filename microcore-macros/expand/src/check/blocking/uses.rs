//! What the names in scope mean.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{ItemUse, UseTree};

use super::table::GLOBS;
use super::{ident, is_word};

/// Names that `use` brought in, each with its whole path.
#[derive(Clone, Default)]
pub(super) struct Uses {
    names: BTreeMap<String, String>,
    std_locks: bool,
}

impl Uses {
    /// These, and those of the `use` items that are directly among the tokens.
    pub(super) fn with(&self, tokens: &TokenStream) -> Self {
        let mut all = self.clone();
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for (at, _) in tokens.iter().enumerate().filter(|(_, token)| is_word(token, "use")) {
            let rest = &tokens[at..];
            let end = rest.iter().position(|t| super::is_punct(Some(t), ';'));
            let item: TokenStream =
                rest[..end.map_or(rest.len(), |end| end + 1)].iter().cloned().collect();
            if let Ok(item) = syn::parse2::<ItemUse>(item) {
                all.read(&item.tree, "");
            }
        }
        // What is declared here shadows what a glob imports.
        for pair in tokens.windows(2) {
            let declares = ["fn", "struct", "mod"].iter().any(|word| is_word(&pair[0], word));
            if let Some(name) = ident(&pair[1]).filter(|_| declares) {
                all.names.remove(&name.unraw().to_string());
            }
        }
        let text: String = tokens.iter().map(|token| token.to_token_stream().to_string()).collect();
        let text = text.replace(' ', "");
        all.std_locks |= all.names.values().any(|path| is_std_lock(path))
            || text.contains("std::sync::Mutex")
            || text.contains("std::sync::RwLock");
        all
    }

    fn read(&mut self, tree: &UseTree, above: &str) {
        match tree {
            UseTree::Path(path) => {
                self.read(&path.tree, &join(above, &path.ident.unraw().to_string()));
            }
            UseTree::Name(name) if name.ident == "self" => self.add(last(above), above.to_owned()),
            UseTree::Name(name) => {
                let name = name.ident.unraw().to_string();
                self.add(&name, join(above, &name));
            }
            UseTree::Rename(rename) => {
                let name = rename.ident.unraw().to_string();
                let path = if name == "self" { above.to_owned() } else { join(above, &name) };
                self.add(&rename.rename.unraw().to_string(), path);
            }
            UseTree::Glob(_) => {
                let module = self.resolve(above);
                for (_, names) in GLOBS.iter().filter(|(known, _)| *known == module) {
                    for name in *names {
                        self.names.entry((*name).to_owned()).or_insert(join(&module, name));
                    }
                }
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.read(tree, above)),
        }
    }

    fn add(&mut self, name: &str, path: String) {
        let path = self.resolve(&path);
        self.names.insert(name.to_owned(), path);
    }

    /// The path with its first name replaced by what it means.
    pub(super) fn resolve(&self, path: &str) -> String {
        let (first, rest) = path.split_once("::").unwrap_or((path, ""));
        match self.names.get(first) {
            Some(known) if rest.is_empty() => known.clone(),
            Some(known) => join(known, rest),
            None => path.to_owned(),
        }
    }

    /// Whether a lock of the standard library is in scope.
    pub(super) fn mentions_std_locks(&self) -> bool {
        self.std_locks
    }
}

fn is_std_lock(path: &str) -> bool {
    path == "std::sync::Mutex" || path == "std::sync::RwLock" || path == "std::sync"
}

fn join(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}::{name}") }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
