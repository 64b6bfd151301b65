//! What was found in the folder of the domains, as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::scan::{File, Folder, Found, Migration, Table};

/// The domains as modules.
pub fn modules(found: &Found) -> TokenStream {
    let modules = found.domains.iter().map(module);
    quote! {
        /// The features, a module a domain.
        #[allow(unreachable_pub)]
        pub(crate) mod domains {
            #(#modules)*
        }
    }
}

/// The module of every plugin.
pub fn plugins(found: &Found) -> Vec<TokenStream> {
    let mut plugins = Vec::new();
    for domain in &found.domains {
        collect(domain, &quote!(crate::domains), &mut plugins);
    }
    plugins
}

/// The tables, sorted by name.
pub fn tables(found: &Found, mc: &TokenStream) -> TokenStream {
    let tables = found.tables.iter().map(
        |Table { name, domain }| quote!(#mc::meta::TableMeta { name: #name, domain: #domain }),
    );
    quote!(&[#(#tables),*])
}

/// The migrations, sorted by domain and name.
pub fn migrations(found: &Found, mc: &TokenStream) -> TokenStream {
    let migrations = found.migrations.iter().map(|migration| {
        let Migration { domain, name, path } = migration;
        let path = path.to_string_lossy();
        quote!(#mc::meta::Migration {
            domain: #domain,
            name: #name,
            sql: #mc::__private::include_str!(#path),
        })
    });
    quote!(&[#(#migrations),*])
}

/// The hash tables over `PLUGINS` and the tables of the database, and the fields of an `Index` that name them.
pub fn index(tables: &TokenStream, mc: &TokenStream) -> (TokenStream, TokenStream) {
    let tables = quote! {
        const ROUTES: [#mc::check::Slot; #mc::check::route_slots(PLUGINS)] =
            #mc::check::index_routes(PLUGINS);
        const EVENTS: [#mc::check::Slot; #mc::check::event_slots(PLUGINS)] =
            #mc::check::index_events(PLUGINS);
        const ANSWERS: [#mc::check::Slot; #mc::check::answer_slots(PLUGINS)] =
            #mc::check::index_answers(PLUGINS);
        const TABLES: #mc::__private::Option<&[#mc::meta::TableMeta]> = #tables;
        const TABLE_SLOTS: [#mc::check::Slot; #mc::check::table_slots(TABLES)] =
            #mc::check::index_tables(TABLES);
    };
    let fields = quote! {
        plugins: PLUGINS,
        built_in: #mc::tools::BUILT_IN,
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
    let files = folder.files.iter().map(|file| {
        let File { name, path, .. } = file;
        let (name, path) = (ident(name), path.to_string_lossy());
        quote! {
            #[path = #path]
            pub(crate) mod #name;
        }
    });
    quote! {
        pub(crate) mod #name {
            #(#folders)*
            #(#files)*
        }
    }
}

fn collect(folder: &Folder, above: &TokenStream, plugins: &mut Vec<TokenStream>) {
    let name = ident(&folder.name);
    let here = quote!(#above::#name);
    for inner in &folder.folders {
        collect(inner, &here, plugins);
    }
    for file in &folder.files {
        if let Some(plugin) = &file.plugin {
            let (file, plugin) = (ident(&file.name), ident(plugin));
            plugins.push(quote!(#here::#file::#plugin));
        }
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => format_ident!("{name}"),
    }
}
