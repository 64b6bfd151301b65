//! The keys of what a plugin declares, so that the compiler need not compute them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::CheckedPlugin;
use crate::handlers::list_setter;
use crate::model::{Data, ManualEntry, Role};
use microcore_syntax::fnv::name_key;

/// The key of what the type asserts; `None` where it asserts nothing.
pub(super) fn of_role(role: &Role) -> Option<u64> {
    match role {
        Role::Event(attr) => Some(name_key(&attr.name.literal.value())),
        Role::Ask(attr) => Some(name_key(&attr.name.literal.value())),
        Role::Request | Role::Response | Role::View | Role::Config(_) | Role::Row => None,
    }
}

/// The key of a manual entry, computed by the compiler.
fn of_entry(entry: &ManualEntry, mc: &TokenStream) -> Option<TokenStream> {
    entry.of.assertion().map(|assertion| (assertion.entry_key)(&entry.name, mc))
}

/// The keys of all that the plugin declares, in the order of its metadata.
pub(super) fn all(plugin: &CheckedPlugin, mc: &TokenStream) -> TokenStream {
    let this = of_plugin(plugin);
    let entries = |list: &'static str| {
        plugin.entries.iter().filter(move |entry| entry.of.list() == list).map(|entry| {
            let (cfgs, key) = (&entry.cfgs, of_entry(entry, mc));
            quote!(#(#cfgs)* #key)
        })
    };
    let handlers = |list: &'static str| {
        let of_list = plugin.handlers.iter().filter(|handler| handler.list() == list);
        let keys = of_list.map(|handler| {
            let (cfgs, key) = (&handler.cfgs, handler.kind.asserts().map(|(_, key)| key));
            quote!(#(#cfgs)* #key)
        });
        keys.chain(entries(list)).collect::<Vec<TokenStream>>()
    };
    let (routes, answers) = (handlers("routes"), handlers("answers"));
    let events = plugin.data.iter().filter_map(|data: &Data| {
        let role = data.roles.iter().find(|role| matches!(role, Role::Event(_)))?;
        let (cfgs, key) = (&data.cfgs, of_role(role));
        Some(quote!(#(#cfgs)* #key))
    });
    let events = events.chain(entries("events"));
    let events: Vec<TokenStream> = events.collect();
    let setters = [
        list_setter("routes", &routes),
        list_setter("events", &events),
        list_setter("answers", &answers),
    ];
    quote!(#mc::__private::Keys::new(#this) #(#setters)*)
}

/// Distinguishes the plugin from every other, by its place in its crate; 0 where
/// that is not known.
fn of_plugin(plugin: &CheckedPlugin) -> u64 {
    let span = plugin.name.span();
    let Some(file) = span.local_file() else { return 0 };
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let file = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
    let krate = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let (name, at) = (&plugin.name, span.start());
    name_key(&format!("{krate} {file} {name} {} {}", at.line, at.column))
}
