//! The whole plugin: the user's items first, then what they mean.

use proc_macro2::TokenStream;
use quote::quote;

use super::fragment::{Fragment, Of};
use super::{assertions, data, handler, keys};
use crate::check::{CheckedPlugin, Verdict};
use crate::handlers::{Definition, Handler, KINDS, list_setter, setter};
use crate::model::{Data, Plugin, Role};
use crate::tokens::location;

/// The annotated module, expanded. Mistakes found before are added by the caller.
pub(crate) fn plugin(plugin: &CheckedPlugin, mc: &TokenStream) -> TokenStream {
    module(plugin, parts(plugin, mc).iter().map(|part| &part.tokens))
}

/// The module around its parts.
pub(crate) fn module<'a>(
    plugin: &CheckedPlugin,
    parts: impl IntoIterator<Item = &'a TokenStream>,
) -> TokenStream {
    let Plugin { attrs, name, .. } = &**plugin;
    let parts = parts.into_iter();
    quote! {
        #(#attrs)*
        pub(crate) mod #name {
            #(#parts)*
        }
    }
}

/// What is in the module, in order.
pub(crate) fn parts<'a>(plugin: &'a CheckedPlugin, mc: &TokenStream) -> Vec<Fragment<'a>> {
    let mut parts = Vec::new();
    let mut add = |of, tokens: TokenStream| parts.push(Fragment { of, tokens });
    for item in &plugin.items {
        add(Of::Own, item.clone());
    }
    for data in &plugin.data {
        add(Of::Item(data), data::item(data, mc));
    }
    for data in &plugin.data {
        add(Of::Impls(data), data::impls(data, mc));
    }
    for data in plugin.data.iter().filter(|data| is_in_path(data, &plugin.handlers)) {
        add(Of::Impls(data), data::path_params(data, mc));
    }
    for handler in &plugin.handlers {
        add(Of::Mount(handler), handler::mount(handler, mc));
    }
    let meta = meta(plugin, mc);
    add(
        Of::Meta,
        quote! {
            #[doc(hidden)]
            pub(crate) static __MICROCORE: #mc::meta::PluginMeta = #meta;
        },
    );
    add(
        Of::Registration,
        quote! {
            const _: () = {
                #[#mc::__private::linkme::distributed_slice(#mc::__private::MICROCORE_V1_PLUGINS)]
                #[linkme(crate = #mc::__private::linkme)]
                static PLUGIN: &#mc::meta::PluginMeta = &__MICROCORE;
            };
        },
    );
    parts.extend(assertions::all(plugin, mc));
    let imports = imports(plugin);
    if !imports.is_empty() {
        parts.push(Fragment { of: Of::Imports, tokens: imports });
    }
    parts
}

/// Whether one of these handlers takes this `#[request]` as `Path<…>`.
pub(crate) fn is_in_path<'a>(data: &Data, handlers: impl IntoIterator<Item = &'a Handler>) -> bool {
    let is_request = data.roles.iter().any(|role| matches!(role, Role::Request));
    let mut args = handlers.into_iter().flat_map(|handler| &handler.args);
    is_request
        && args.any(|arg| {
            arg.type_name().as_deref() == Some("Path")
                && matches!(arg.type_argument(), Some(syn::Type::Path(ty)) if ty.path.is_ident(&data.name))
        })
}

/// Uses each of our attributes once: `#[plugin]` takes the attributes out, and
/// rustc would call their import unused.
fn imports(plugin: &CheckedPlugin) -> TokenStream {
    let glob = plugin.imports.contains("prelude") && plugin.imports.contains("*");
    let used =
        plugin.attributes.iter().filter(|word| glob || plugin.imports.contains(&word.to_string()));
    let uses = used.map(|word| {
        let used = quote::format_ident!("_{word}");
        quote!(#[allow(unused_imports)] use #word as #used;)
    });
    let uses: TokenStream = uses.collect();
    if uses.is_empty() { uses } else { quote!(const _: () = { #uses };) }
}

fn meta(plugin: &CheckedPlugin, mc: &TokenStream) -> TokenStream {
    let Plugin { attr, name, docs, .. } = &**plugin;
    let text = name.to_string();
    let place = location(name.span(), mc);
    let domain = attr.domain.as_ref().map(|domain| quote!(.domain(#domain)));
    let doc = setter("doc", docs);
    let sound = match plugin.verdict {
        Verdict::Sound => None,
        Verdict::Mistaken => Some(quote!(.sound(false))),
    };
    let handlers = KINDS.iter().map(|kind| list(plugin, kind, mc));
    let declared = [
        declared(plugin, "events", quote!(data::Event), mc, |role| matches!(role, Role::Event(_))),
        declared(plugin, "asks", quote!(data::Question), mc, |role| matches!(role, Role::Ask(_))),
        statements(plugin, mc),
        declared(plugin, "configs", quote!(config::Section), mc, |role| {
            matches!(role, Role::Config(_))
        }),
    ];
    let keys = keys::all(plugin, mc);
    quote! {
        #mc::meta::PluginMeta::new(
            #text,
            #mc::__private::module_path!(),
            #mc::__private::env!("CARGO_PKG_NAME"),
            #place,
        )
        #domain
        #doc
        #sound
        #(#handlers)*
        #(#declared)*
        .keys(#keys)
    }
}

fn list(plugin: &CheckedPlugin, kind: &Definition, mc: &TokenStream) -> TokenStream {
    let entries = plugin.handlers.iter().filter(|handler| handler.list() == kind.list);
    let entries = entries.map(|handler: &Handler| {
        let (cfgs, meta) = (&handler.cfgs, handler::meta(handler, mc));
        quote!(#(#cfgs)* #meta)
    });
    listed(plugin, kind.list, entries.collect())
}

/// A list of the metadata, with its manual entries; none where it is empty.
fn listed(plugin: &CheckedPlugin, field: &str, mut entries: Vec<TokenStream>) -> TokenStream {
    let manual = plugin.entries.iter().filter(|entry| entry.of.list() == field);
    entries.extend(manual.map(|entry| {
        let (cfgs, name) = (&entry.cfgs, &entry.name);
        quote!(#(#cfgs)* #name)
    }));
    list_setter(field, &entries)
}

/// The tables that the plugin's statements name, each with its place.
fn statements(plugin: &CheckedPlugin, mc: &TokenStream) -> TokenStream {
    let statements = plugin.statements.iter().filter(|statement| !statement.read.tables.is_empty());
    let statements: Vec<TokenStream> =
        statements.map(|statement| assertions::statement(statement, mc)).collect();
    list_setter("statements", &statements)
}

fn declared(
    plugin: &CheckedPlugin,
    field: &str,
    of: TokenStream,
    mc: &TokenStream,
    is: impl Fn(&Role) -> bool,
) -> TokenStream {
    let entries = plugin.data.iter().filter(|data| data.roles.iter().any(&is));
    let entries = entries.map(|data: &Data| {
        let (cfgs, name) = (&data.cfgs, &data.name);
        quote!(#(#cfgs)* <#name as #mc::#of>::META)
    });
    listed(plugin, field, entries.collect())
}
