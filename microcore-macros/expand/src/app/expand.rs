//! The modules of the domains, the index, and `fn app()`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::input::Input;
use super::scan::{File, Folder, Found, Migration, Table};
use crate::krate;

/// Everything that `app!` stands for.
pub fn expand(input: &Input, found: &Found, mc: &TokenStream) -> TokenStream {
    let modules = found.domains.iter().map(module);
    let mut plugins = Vec::new();
    for domain in &found.domains {
        collect(domain, &quote!(crate::domains), &mut plugins);
    }
    let listed = input.plugins.iter().map(|path| quote_spanned!(path.span()=> &#path::__MICROCORE));
    let tools = input.tools.iter().map(
        |path| quote_spanned!(path.span()=> &<#path as #mc::tools::custom::Implementation>::TOOL),
    );
    // One claim a tool after the first: a capability has one.
    let claims = input.tools.iter().enumerate().skip(1).map(|(at, path)| {
        let mc = krate::at(mc, path.span());
        quote_spanned!(path.span()=> const _: () = #mc::check::tool(crate::__MICROCORE_TOOLS, #at);)
    });
    let migrations = found.migrations.iter().map(|migration| {
        let Migration { domain, name, path } = migration;
        let path = path.to_string_lossy();
        quote!(#mc::meta::Migration {
            domain: #domain,
            name: #name,
            sql: #mc::__private::include_str!(#path),
        })
    });
    // Without a folder of domains nothing is known of tables, and none is refused.
    let tables = match &input.domains {
        Some(_) => {
            let tables = found.tables.iter().map(|Table { name, domain }| {
                quote!(#mc::meta::TableMeta { name: #name, domain: #domain })
            });
            quote!(#mc::__private::Some(&[#(#tables),*]))
        }
        None => quote!(#mc::__private::None),
    };
    quote! {
        /// The features, a module a domain.
        #[allow(unreachable_pub)]
        pub(crate) mod domains {
            #(#modules)*
        }

        #[doc(hidden)]
        static __MICROCORE_PLUGINS: &[&#mc::meta::PluginMeta] = &[#(#plugins,)* #(#listed,)*];

        #[doc(hidden)]
        static __MICROCORE_TOOLS: &[&#mc::meta::ToolMeta] = &[#(#tools),*];

        #(#claims)*

        #[doc(hidden)]
        const __MICROCORE_TABLES: #mc::__private::Option<&[#mc::meta::TableMeta]> = #tables;

        /// What the claims of the plugins are held against.
        #[doc(hidden)]
        pub(crate) mod __microcore {
            const PLUGINS: &[&#mc::meta::PluginMeta] = crate::__MICROCORE_PLUGINS;
            const ROUTES: [#mc::check::Slot; #mc::check::route_slots(PLUGINS)] =
                #mc::check::index_routes(PLUGINS);
            const EVENTS: [#mc::check::Slot; #mc::check::event_slots(PLUGINS)] =
                #mc::check::index_events(PLUGINS);
            const ANSWERS: [#mc::check::Slot; #mc::check::answer_slots(PLUGINS)] =
                #mc::check::index_answers(PLUGINS);
            pub(crate) static INDEX: #mc::check::Index = #mc::check::Index {
                complete: true,
                plugins: PLUGINS,
                tools: crate::__MICROCORE_TOOLS,
                tables: crate::__MICROCORE_TABLES,
                routes: &ROUTES,
                events: &EVENTS,
                answers: &ANSWERS,
            };
        }

        /// The application: every plugin and tool it is made of.
        #[allow(dead_code, unreachable_pub)]
        pub fn app() -> #mc::App {
            static APP: #mc::meta::AppMeta = #mc::meta::AppMeta {
                name: #mc::__private::env!("CARGO_PKG_NAME"),
                version: #mc::__private::env!("CARGO_PKG_VERSION"),
                root: #mc::__private::env!("CARGO_MANIFEST_DIR"),
                plugins: __MICROCORE_PLUGINS,
                tools: __MICROCORE_TOOLS,
                migrations: &[#(#migrations),*],
            };
            #mc::App::new(&APP).tables(__MICROCORE_TABLES)
        }
    }
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

/// The constants of all plugins in a folder.
fn collect(folder: &Folder, above: &TokenStream, plugins: &mut Vec<TokenStream>) {
    let name = ident(&folder.name);
    let here = quote!(#above::#name);
    for inner in &folder.folders {
        collect(inner, &here, plugins);
    }
    for file in &folder.files {
        if let Some(plugin) = &file.plugin {
            let (file, plugin) = (ident(&file.name), ident(plugin));
            plugins.push(quote!(&#here::#file::#plugin::__MICROCORE));
        }
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => format_ident!("{name}"),
    }
}
