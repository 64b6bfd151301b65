//! What was found in the folder of the domains, as tokens.

use std::path::Path;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::path;
use super::scan::{File, Folder, Found, Migration, Table};
use crate::editor::{self, Name};

/// The domains as modules, in the file that calls the macro.
pub(super) fn modules(found: &Found, caller: Option<&Path>) -> TokenStream {
    let modules = found.domains.iter().map(module);
    let path = found.folder.as_ref().and_then(|folder| path::of_domains(folder, caller));
    let path = path.map(|path| quote!(#[path = #path]));
    quote! {
        /// The features, a module a domain.
        #[allow(unreachable_pub)]
        #path
        pub(crate) mod domains {
            #(#modules)*
        }
    }
}

/// A plugin that was found.
pub(super) struct Plugin<'a> {
    /// Its module.
    pub path: TokenStream,
    /// For an editor: what it declares for others.
    pub names: &'a [Name],
}

/// Every plugin.
pub(super) fn plugins(found: &Found) -> Vec<Plugin<'_>> {
    let mut plugins = Vec::new();
    for domain in &found.domains {
        collect(domain, &quote!(crate::domains), &mut plugins);
    }
    plugins
}

/// For an editor: the names of what the plugins declare.
pub(super) fn names(plugins: &[Plugin<'_>]) -> Option<TokenStream> {
    let paths = plugins.iter().map(|plugin| &plugin.path);
    let named = plugins.iter().map(|plugin| (&plugin.path, plugin.names));
    editor::is_running().then(|| editor::index(paths, named))
}

/// The tables, sorted by name.
pub(super) fn tables(found: &Found, mc: &TokenStream) -> TokenStream {
    let tables = found
        .tables
        .iter()
        .map(|Table { name, domain }| quote!(#mc::meta::TableMeta::new(#name, #domain)));
    quote!(&[#(#tables),*])
}

/// The migrations, sorted by domain and name.
pub(super) fn migrations(found: &Found, mc: &TokenStream) -> TokenStream {
    let migrations = found.migrations.iter().map(|migration| {
        let Migration { domain, name, path, file } = migration;
        let path = path::written(path);
        quote! {
            #mc::meta::Migration::new(#domain, #name, #mc::__private::include_str!(#path))
                .file(#file)
        }
    });
    quote!(&[#(#migrations),*])
}

/// The hash tables over `PLUGINS` and the tables of the database, and the fields of an `Index` that name them.
pub(super) fn index(tables: &TokenStream, mc: &TokenStream) -> (TokenStream, TokenStream) {
    let tables = quote! {
        const ROUTES: [#mc::__private::check::Slot; #mc::__private::check::route_slots(PLUGINS)] =
            #mc::__private::check::index_routes(PLUGINS);
        const EVENTS: [#mc::__private::check::Slot; #mc::__private::check::event_slots(PLUGINS)] =
            #mc::__private::check::index_events(PLUGINS);
        const ANSWERS: [#mc::__private::check::Slot; #mc::__private::check::answer_slots(PLUGINS)] =
            #mc::__private::check::index_answers(PLUGINS);
        const TABLES: #mc::__private::Option<&[#mc::meta::TableMeta]> = #tables;
        const TABLE_SLOTS: [#mc::__private::check::Slot; #mc::__private::check::table_slots(TABLES)] =
            #mc::__private::check::index_tables(TABLES);
    };
    let fields = quote! {
        plugins: PLUGINS,
        built_in: #mc::__private::BUILT_IN,
        tables: TABLES,
        table_slots: &TABLE_SLOTS,
        routes: &ROUTES,
        events: &EVENTS,
        answers: &ANSWERS,
    };
    (tables, fields)
}

fn module(folder: &Folder) -> TokenStream {
    let name = ident(&folder.name);
    let folders = folder.folders.iter().map(module);
    let path = raw_path(&folder.name, "");
    let files = folder.files.iter().map(|File { name, .. }| {
        let (path, name) = (raw_path(name, ".rs"), ident(name));
        quote! {
            #path
            pub(crate) mod #name;
        }
    });
    quote! {
        #path
        pub(crate) mod #name {
            #(#folders)*
            #(#files)*
        }
    }
}

fn raw_path(name: &str, extension: &str) -> Option<TokenStream> {
    path::of_raw(name, extension).map(|path| quote!(#[path = #path]))
}

fn collect<'a>(folder: &'a Folder, above: &TokenStream, plugins: &mut Vec<Plugin<'a>>) {
    let name = ident(&folder.name);
    let here = quote!(#above::#name);
    for inner in &folder.folders {
        collect(inner, &here, plugins);
    }
    for file in &folder.files {
        if let Some(plugin) = &file.plugin {
            let (name, plugin) = (ident(&file.name), ident(plugin));
            plugins.push(Plugin { path: quote!(#here::#name::#plugin), names: &file.names });
        }
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => format_ident!("{name}"),
    }
}
