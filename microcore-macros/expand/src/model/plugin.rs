//! A plugin: its items, and what they mean.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Attribute;

use super::names::Names;
use super::{DATA_ATTRIBUTES, Data, ENTRY_ATTRIBUTE, ManualEntry, Statement, statements};
use crate::annotated;
use crate::attr::PluginAttr;
use crate::context::Context;
use crate::errors::Errors;
use crate::handlers::{Handler, KINDS};
use crate::parse::{Item, ItemKind, Module, docs, file_docs, is_named};
use microcore_syntax::Code;

/// An annotated module, read.
pub(crate) struct Plugin {
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
    /// Its manual entries.
    pub entries: Vec<ManualEntry>,
    /// Our attributes that were written without a path.
    pub attributes: BTreeSet<Ident>,
    /// What the user's `use` items name.
    pub imports: BTreeSet<String>,
    /// The statements it passes to the database, as far as they are literals.
    pub statements: Vec<Statement>,
    /// Whether its package is a crate of domains, whose assertions an application checks
    /// once more.
    pub of_domains: bool,
}

impl Plugin {
    /// Reads a module; what cannot be read is reported and left out.
    pub(crate) fn read(
        attr: PluginAttr,
        module: Module,
        context: Context<'_>,
        errors: &mut Errors,
    ) -> Self {
        let Module { attrs, vis, name, items } = module;
        refuse_pub(
            &vis,
            "a plugin is registered by the framework, not imported\nhelp: remove `pub`",
            errors,
        );
        let mut plugin = Self {
            attr,
            docs: described(&attrs, context),
            attrs,
            name,
            items: Vec::new(),
            data: Vec::new(),
            handlers: Vec::new(),
            entries: Vec::new(),
            attributes: BTreeSet::new(),
            imports: BTreeSet::new(),
            statements: statements(&items),
            of_domains: context.of_domains,
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
            "every item of a plugin is private to it\n\
             help: remove `pub`: other plugins use its events and questions",
            errors,
        );
        item.vis = syn::Visibility::Inherited;
        self.attributes.extend(item.attrs.iter().filter_map(|attr| {
            let word = attr.path().get_ident()?;
            let ours = attributes().any(|name| word == name);
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
        self.entries.extend(ManualEntry::read(&item, errors));
        item.attrs.retain(|attr| !attributes().any(|name| is_named(attr, name)));
        let tokens = if is_data { Data::as_written(&item) } else { item.to_token_stream() };
        self.items.push(tokens);
    }
}

/// Its doc comment; that of the file, where it has none and the file has no other plugin.
fn described(attrs: &[Attribute], context: Context<'_>) -> String {
    let own = docs(attrs);
    if !own.is_empty() {
        return own;
    }
    let file = (context.file)().filter(|file| annotated::plugins(file).count() == 1);
    file.map(|file| file_docs(&file)).unwrap_or_default()
}

/// The attributes that `#[plugin]` takes out of its module.
fn attributes() -> impl Iterator<Item = &'static str> {
    let handlers = KINDS.iter().map(|kind| kind.attribute);
    handlers.chain(DATA_ATTRIBUTES.iter().copied()).chain([ENTRY_ATTRIBUTE, "allow_blocking"])
}

fn refuse_pub(vis: &syn::Visibility, message: &str, errors: &mut Errors) {
    if !matches!(vis, syn::Visibility::Inherited) {
        errors.at(Code::OpenItem, vis, message);
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
