//! Duplicate names in a plugin.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::errors::Errors;
use microcore_syntax::Code;

/// The names of the handlers and the declared types so far, each with its line.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    /// Whether the name is new; a second one is a mistake. `what` is what it names, in
    /// the plural.
    pub(super) fn take(&mut self, what: &str, name: &Ident, errors: &mut Errors) -> bool {
        let line = name.span().start().line;
        let text = name.unraw().to_string();
        match self.0.insert(format!("{what} {text}"), line) {
            None => true,
            Some(first) => {
                errors.at(
                    Code::Attribute,
                    name,
                    format!(
                        "two {what} of this plugin are named `{text}`, here and on line {first}\n\
                         help: give one of them another name"
                    ),
                );
                false
            }
        }
    }
}
