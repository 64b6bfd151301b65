//! The keys of what a plugin declares, so that the compiler need not compute them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Data, Handler, HandlerKind, ManualEntry, Plugin, Role};
use microcore_syntax::fnv::{name_key, route_key};

/// The key of what the handler claims; `None` where it claims nothing.
pub fn of_handler(handler: &Handler) -> Option<u64> {
    match &handler.kind {
        HandlerKind::Route(attr) => {
            Some(route_key(&attr.method.to_string(), &attr.path.literal.value()))
        }
        HandlerKind::WebSocket(attr) => Some(route_key("GET", &attr.path.literal.value())),
        HandlerKind::OnEvent(attr) => Some(name_key(&attr.name.literal.value())),
        HandlerKind::OnAsk(attr) => Some(name_key(&attr.name.literal.value())),
        _ => None,
    }
}

/// The key of what the type claims; `None` where it claims nothing.
pub fn of_role(role: &Role) -> Option<u64> {
    match role {
        Role::Event(attr) => Some(name_key(&attr.name.literal.value())),
        Role::Ask(attr) => Some(name_key(&attr.name.literal.value())),
        _ => None,
    }
}

/// The key of an entry that was written by hand, computed by the compiler.
pub fn manual_entry(entry: &ManualEntry, mc: &TokenStream) -> TokenStream {
    let name = &entry.name;
    match entry.kind.list {
        "routes" => quote!(#mc::check::route_key(#name.method, #name.path)),
        "websockets" => quote!(#mc::check::route_key("GET", #name.path)),
        "subscriptions" => quote!(#mc::check::name_key(#name.event)),
        "answers" => quote!(#mc::check::name_key(#name.ask)),
        _ => quote!(#mc::check::name_key(#name.name)),
    }
}

/// The keys of all that the plugin declares, in the order of its metadata.
pub fn all(plugin: &Plugin, mc: &TokenStream) -> TokenStream {
    let this = of_plugin(plugin);
    let entries = |list: &'static str| {
        plugin.entries.iter().filter(move |entry| entry.kind.list == list).map(|entry| {
            let (cfgs, key) = (&entry.cfgs, manual_entry(entry, mc));
            quote!(#(#cfgs)* #key)
        })
    };
    let handlers = |list, is: fn(&HandlerKind) -> bool| {
        let handlers = plugin.handlers.iter().filter(move |handler| is(&handler.kind));
        let keys = handlers.map(|handler| {
            let (cfgs, key) = (&handler.cfgs, of_handler(handler));
            quote!(#(#cfgs)* #key)
        });
        let keys = keys.chain(entries(list));
        quote!(&[#(#keys),*])
    };
    let routes = handlers("routes", |kind| matches!(kind, HandlerKind::Route(_)));
    let answers = handlers("answers", |kind| matches!(kind, HandlerKind::OnAsk(_)));
    let events = plugin.data.iter().filter_map(|data: &Data| {
        let role = data.roles.iter().find(|role| matches!(role, Role::Event(_)))?;
        let (cfgs, key) = (&data.cfgs, of_role(role));
        Some(quote!(#(#cfgs)* #key))
    });
    let events = events.chain(entries("events"));
    quote!(#mc::check::Keys {
        plugin: #this,
        routes: #routes,
        events: &[#(#events),*],
        answers: #answers,
    })
}

/// Tells the plugin from every other, by where it stands in its crate; 0 where
/// that is not known.
fn of_plugin(plugin: &Plugin) -> u64 {
    let span = plugin.name.span();
    let Some(file) = span.local_file() else { return 0 };
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let file = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
    let krate = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let (name, at) = (&plugin.name, span.start());
    name_key(&format!("{krate} {file} {name} {} {}", at.line, at.column))
}
