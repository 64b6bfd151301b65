//! A plugin, expanded.

use proc_macro2::TokenStream;

use super::print::{self, Body, Piece};
use super::source::{MacroCall, as_written, is_function};
use super::{Options, Shown, mistakes, purpose};
use crate::check::CheckedPlugin;
use crate::context::Context;
use crate::errors::Errors;
use crate::expand::{self, Fragment, Of};

/// What `#[plugin]` made of the module; `None` where it is no module at all.
pub(super) struct Read {
    /// The plugin.
    pub plugin: Option<CheckedPlugin>,
    /// What is wrong with it.
    pub errors: Errors,
}

/// Runs the macro, as rustc does.
pub(super) fn read(call: &MacroCall, text: &str, options: Options<'_>) -> Read {
    let mut errors = Errors::default();
    let context = Context {
        own_crate: options.own_crate,
        is_compiled: false,
        of_domains: crate::package::has_domains(options.root),
        file: &|| Some(text.to_owned()),
    };
    let plugin = crate::read::plugin(call.attr.clone(), call.item.clone(), context, &mut errors);
    Read { plugin, errors }
}

/// The whole of it, or one item.
pub(super) fn show(call: &MacroCall, text: &str, options: Options<'_>) -> Option<Shown> {
    let Read { plugin, errors } = read(call, text, options);
    let Some(plugin) = plugin else {
        let text = text.get(call.range.clone()).unwrap_or_default().to_owned();
        return options.only.is_none().then(|| Shown { text, mistakes: mistakes(errors) });
    };
    let mc = options.path();
    let parts = expand::parts(&plugin, &mc);
    let mut pieces: Vec<Piece> = match options.only {
        None => parts.iter().map(|part| piece(part, text)).collect(),
        Some(only) => choose(&plugin, &parts, only)?.map(|part| piece(part, text)).collect(),
    };
    let entry = options.only.and_then(|only| purpose::entry(&plugin, only, &mc));
    pieces.extend(entry.map(|entry| Piece {
        comment: "Its entry in the metadata of the plugin.".to_owned(),
        body: Body::Generated(entry),
    }));
    let mistakes = mistakes(errors.clone());
    if options.only.is_none() {
        pieces.extend(super::compile_errors(errors));
    }
    let shown = print::pieces(pieces, |inside| expand::module(&plugin, [&inside]));
    Some(Shown { text: shown, mistakes })
}

fn piece(part: &Fragment<'_>, text: &str) -> Piece {
    let body = match part.of {
        Of::Own => Body::Written(as_written(&part.tokens, text)),
        _ => Body::Generated(part.tokens.clone()),
    };
    Piece { comment: purpose::of(part.of), body }
}

/// The parts that belong to what was asked for; `None` where it is not there.
fn choose<'a>(
    plugin: &'a CheckedPlugin,
    parts: &'a [Fragment<'a>],
    only: &'a str,
) -> Option<impl Iterator<Item = &'a Fragment<'a>>> {
    purpose::selectors(plugin).iter().any(|selector| selector == only).then_some(())?;
    let own = purpose::function(plugin, only);
    Some(parts.iter().filter(move |part| match part.of {
        Of::Own => own.is_some_and(|name| is_function(&part.tokens, name)),
        of => purpose::belongs(of, only),
    }))
}

/// Everything of it that can be asked for on its own.
pub(super) fn selectors(call: &MacroCall) -> Vec<String> {
    read(call, "", Options::default())
        .plugin
        .as_ref()
        .map(|plugin| purpose::selectors(plugin))
        .unwrap_or_default()
}

/// The items, expanded, in their place: no module around them.
pub(super) fn unwrapped(pieces: Vec<Piece>) -> String {
    let wrapped =
        print::pieces(pieces, |inside: TokenStream| quote::quote!(mod wrapped { #inside }));
    let lines: Vec<&str> = wrapped.lines().collect();
    lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default().join("\n")
}
