//! A manual entry of the plugin's metadata: a constant under `#[entry(…)]`.

use microcore_syntax::Code;
use proc_macro2::{Ident, TokenTree};
use quote::quote;
use syn::Attribute;
use syn::parse::{Parse, ParseStream};

use crate::attr::{listed, parse_args};
use crate::errors::Errors;
use crate::handlers::{Assertion, Definition, KINDS};
use crate::parse::Item;

/// A constant under `#[entry(…)]`.
pub(crate) struct ManualEntry {
    /// What it is about.
    pub of: EntryOf,
    /// The constant's name.
    pub name: Ident,
    /// The `#[cfg]` attributes it is under.
    pub cfgs: Vec<Attribute>,
}

/// What an entry is about.
#[derive(Clone, Copy)]
pub(crate) enum EntryOf {
    /// A function.
    Handler(&'static Definition),
    /// A type.
    Data(&'static DataList),
}

/// A list of types in the metadata of a plugin.
pub(crate) struct DataList {
    /// The attribute that makes a type one of them.
    attribute: &'static str,
    /// The field of `microcore::meta::PluginMeta` that lists them.
    list: &'static str,
    /// What they assert about the application.
    assertion: Option<Assertion>,
}

const DATA: &[DataList] = &[
    DataList {
        attribute: "event",
        list: "events",
        assertion: Some(Assertion {
            check: "event",
            entry_key: |entry, mc| quote!(#mc::__private::check::name_key(#entry.name)),
        }),
    },
    DataList {
        attribute: "ask",
        list: "asks",
        assertion: Some(Assertion {
            check: "ask",
            entry_key: |entry, mc| quote!(#mc::__private::check::name_key(#entry.name)),
        }),
    },
    DataList { attribute: "config", list: "configs", assertion: None },
];

impl EntryOf {
    /// Everything that an entry can be about.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().copied().map(Self::Handler).chain(DATA.iter().map(Self::Data))
    }

    /// The attribute that writes such metadata.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Handler(kind) => kind.attribute,
            Self::Data(data) => data.attribute,
        }
    }

    /// The field of `microcore::meta::PluginMeta` that it goes into.
    pub(crate) fn list(self) -> &'static str {
        match self {
            Self::Handler(kind) => kind.list,
            Self::Data(data) => data.list,
        }
    }

    /// What it asserts about the application.
    pub(crate) fn assertion(self) -> Option<&'static Assertion> {
        match self {
            Self::Handler(kind) => kind.assertion.as_ref(),
            Self::Data(data) => data.assertion.as_ref(),
        }
    }
}

impl Parse for EntryOf {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let wrong = |span| {
            let words: Vec<&str> = Self::all().map(Self::attribute).collect();
            let known = listed(&words);
            syn::Error::new(
                span,
                format!("`#[entry]` needs the kind of the entry\nhelp: write one of {known}"),
            )
        };
        let word: Ident = input.parse().map_err(|_| wrong(input.span()))?;
        Self::all().find(|of| word == of.attribute()).ok_or_else(|| wrong(word.span()))
    }
}

/// The attribute that makes a constant an entry.
pub(crate) const ATTRIBUTE: &str = "entry";

impl ManualEntry {
    /// Reads an item that carries [`ATTRIBUTE`].
    pub(crate) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let of = errors.keep(Code::Attribute, parse_args(item.attr(ATTRIBUTE)?))?;
        let mut tokens = item.tokens.clone().into_iter();
        let name = match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(name))) if word == "const" => name,
            _ => {
                let message = "`#[entry]` goes on a constant\n\
                               help: write `#[entry(route)] const PING: \
                               microcore::meta::RouteMeta = …;`";
                errors.at(Code::Attribute, &item.tokens, message);
                return None;
            }
        };
        Some(Self { of, name, cfgs: item.cfgs() })
    }
}
