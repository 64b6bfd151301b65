//! An entry of the plugin's metadata that is written by hand.

use proc_macro2::{Ident, TokenTree};
use syn::Attribute;

use super::data::parse_args;
use crate::attr::{EntryAttr, EntryKind};
use crate::errors::Errors;
use crate::parse::Item;
use microcore_syntax::Code;

/// A constant under `#[entry(…)]`.
pub struct ManualEntry {
    /// What it is about.
    pub kind: &'static EntryKind,
    /// The constant's name.
    pub name: Ident,
    /// The `#[cfg]` attributes it stands under.
    pub cfgs: Vec<Attribute>,
}

/// The attribute that makes a constant an entry.
pub const ATTRIBUTE: &str = "entry";

impl ManualEntry {
    /// Reads an item that carries [`ATTRIBUTE`].
    pub fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let attr = errors.keep(Code::Attribute, parse_args::<EntryAttr>(item.attr(ATTRIBUTE)?))?;
        let mut tokens = item.tokens.clone().into_iter();
        let name = match (tokens.next(), tokens.next()) {
            (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(name))) if word == "const" => name,
            _ => {
                let message = "an entry is a constant: `#[entry(route)] const PING: \
                               microcore::meta::RouteMeta = …;`";
                errors.at(Code::Attribute, &item.tokens, message);
                return None;
            }
        };
        Some(Self { kind: attr.kind, name, cfgs: item.cfgs() })
    }
}
