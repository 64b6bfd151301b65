//! A plugin: its items, and what they mean.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Attribute;

use super::{
    DATA_ATTRIBUTES, Data, ENTRY_ATTRIBUTE, Entry, HANDLER_ATTRIBUTES, Handler, docs, file_docs,
};
use crate::attr::PluginAttr;
use crate::check::{Names, Statement, statements};
use crate::code::Code;
use crate::errors::Errors;
use crate::parse::{Item, ItemKind, Module, is_named};

/// An annotated module, read.
pub struct Plugin {
    /// The attribute's arguments.
    pub attr: PluginAttr,
    /// The module's attributes.
    pub attrs: Vec<Attribute>,
    /// The module's name.
    pub name: Ident,
    /// Its doc comment, or that of its file.
    pub docs: String,
    /// The user's items, in order, without our attributes.
    pub items: Vec<TokenStream>,
    /// The declared types.
    pub data: Vec<Data>,
    /// The handlers.
    pub handlers: Vec<Handler>,
    /// The entries that were written by hand.
    pub entries: Vec<Entry>,
    /// The words of the DSL that were written without a path.
    pub words: BTreeSet<Ident>,
    /// What the user's `use` items name.
    pub imports: BTreeSet<String>,
    /// The statements it hands to the database, as far as they are literals.
    pub statements: Vec<Statement>,
    /// Whether its package is a crate of domains, whose claims an application holds
    /// once more.
    pub of_domains: bool,
    /// Whether no mistake was found in it. What others claim of one with a mistake
    /// is not held against it: the first mistake is enough.
    pub is_sound: bool,
}

impl Plugin {
    /// Takes the doc comment of the file, where the module has none and the file
    /// holds no other plugin.
    pub fn describe(&mut self, file: impl FnOnce() -> Option<String>) {
        if !self.docs.is_empty() {
            return;
        }
        if let Some(file) = file()
            && crate::annotated::plugins(&file).count() == 1
        {
            self.docs = file_docs(&file);
        }
    }

    /// Reads a module; what cannot be read is reported and left out.
    pub fn read(attr: PluginAttr, module: Module, errors: &mut Errors) -> Self {
        let Module { attrs, vis, name, items } = module;
        refuse_pub(&vis, "a plugin is found by the framework, not imported: remove `pub`", errors);
        let mut plugin = Self {
            attr,
            docs: docs(&attrs),
            attrs,
            name,
            items: Vec::new(),
            data: Vec::new(),
            handlers: Vec::new(),
            entries: Vec::new(),
            words: BTreeSet::new(),
            imports: BTreeSet::new(),
            statements: statements(&items),
            of_domains: false,
            is_sound: true,
        };
        let mut names = Names::default();
        for item in items {
            plugin.read_item(item, &mut names, errors);
        }
        plugin
    }

    fn read_item(&mut self, mut item: Item, names: &mut Names, errors: &mut Errors) {
        refuse_pub(
            &item.vis,
            "everything in a plugin is private to it: remove `pub`; other plugins learn of it \
             through events and questions only",
            errors,
        );
        item.vis = syn::Visibility::Inherited;
        self.words.extend(item.attrs.iter().filter_map(|attr| {
            let word = attr.path().get_ident()?;
            let ours = words().any(|name| word == name);
            ours.then(|| word.clone())
        }));
        if item.kind == ItemKind::Use {
            self.imports.extend(idents(item.tokens.clone()));
        }
        let is_data = DATA_ATTRIBUTES.iter().any(|name| item.attr(name).is_some());
        if is_data && let Some(data) = Data::read(&item, errors) {
            // Under `cfg` there may be several, of which one is compiled.
            if !data.cfgs.is_empty() || names.take("types", &data.name, errors) {
                self.data.push(data);
            }
            return;
        }
        if !is_data && let Some(handler) = Handler::read(&item, errors) {
            if handler.cfgs.is_empty() && !names.take("handlers", &handler.name, errors) {
                return;
            }
            self.handlers.push(handler);
        }
        self.entries.extend(Entry::read(&item, errors));
        item.attrs.retain(|attr| !words().any(|name| is_named(attr, name)));
        let tokens = if is_data { Data::give_back(&item) } else { item.to_token_stream() };
        self.items.push(tokens);
    }
}

/// The attributes that `#[plugin]` takes out of its module.
fn words() -> impl Iterator<Item = &'static &'static str> {
    DATA_ATTRIBUTES.iter().chain(HANDLER_ATTRIBUTES).chain(&[ENTRY_ATTRIBUTE, "allow_blocking"])
}

fn refuse_pub(vis: &syn::Visibility, message: &str, errors: &mut Errors) {
    if !matches!(vis, syn::Visibility::Inherited) {
        errors.at(Code::Open, vis, message);
    }
}

/// Every name in these tokens, a glob included.
fn idents(tokens: TokenStream) -> Vec<String> {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) => vec![ident.to_string()],
            TokenTree::Punct(punct) if punct.as_char() == '*' => vec!["*".to_owned()],
            TokenTree::Group(group) => idents(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(module: &str, file: &str) -> String {
        let tokens: TokenStream = module.parse().unwrap();
        let mut plugin = crate::read(
            TokenStream::new(),
            tokens,
            crate::reading::Reading { own_crate: "shop", is_compiled: true },
            &mut Errors::default(),
        )
        .unwrap();
        plugin.describe(|| Some(file.to_owned()));
        plugin.docs
    }

    #[test]
    fn a_file_speaks_for_its_only_plugin_where_that_says_nothing_itself() {
        let file = "//! The file's.\n#[plugin]\nmod a {}\n";
        assert_eq!(docs("mod a {}", file), "The file's.");
        assert_eq!(docs("/// Its own.\nmod a {}", file), "Its own.");
        assert_eq!(docs("mod a {}", &format!("{file}#[plugin]\nmod b {{}}\n")), "");
    }
}
