//! The modules of the domains, the index, and `fn app()`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::input::Input;
use super::scan::Found;
use super::tree;
use crate::fragment::Fragment;
use crate::krate;

/// The expansion of `app!`.
pub(super) fn expand(
    input: &Input,
    found: &Found,
    crates: &[Path],
    caller: Option<&std::path::Path>,
    mc: &TokenStream,
) -> Vec<Fragment> {
    let features = tree::modules(found, caller);
    let plugins = tree::plugins(found);
    let listed = input.plugins.iter().map(|path| quote_spanned!(path.span()=> &#path::__MICROCORE));
    let tools = input
        .tools
        .iter()
        .map(|path| quote_spanned!(path.span()=> &<#path as #mc::tool::Implementation>::TOOL));
    // One assertion a tool after the first: a capability has one.
    let tool_assertions = input.tools.iter().enumerate().skip(1).map(|(at, path)| {
        let mc = krate::at(mc, path.span());
        quote_spanned!(path.span()=> const _: () = #mc::__private::check::tool(crate::__MICROCORE_TOOLS, #at);)
    });
    let names = tree::names(&plugins);
    let plugins = plugins.into_iter().map(|plugin| plugin.path);
    let own = quote!(&[#(&#plugins::__MICROCORE,)* #(#listed,)*]);
    let own_tables = tree::tables(found, mc);
    let own_migrations = tree::migrations(found, mc);
    let (hashed, index) = tree::index(&quote!(crate::__MICROCORE_TABLES), mc);
    let Joined { crates, plugins, tables, migrations, assertions } =
        join(crates, own, own_tables, own_migrations, mc);
    // Without domains the tables are unknown, and none is rejected.
    let tables = if input.domains.is_some() || !input.crates.is_empty() {
        quote!(#mc::__private::Some(#tables))
    } else {
        quote!(#mc::__private::None)
    };
    let lists = quote! {
        #[doc(hidden)]
        static __MICROCORE_PLUGINS: &[&#mc::meta::PluginMeta] = #plugins;

        #[doc(hidden)]
        static __MICROCORE_TOOLS: &[&#mc::meta::ToolMeta] = &[#(#tools),*];

        #(#tool_assertions)*

        #[doc(hidden)]
        const __MICROCORE_TABLES: #mc::__private::Option<&[#mc::meta::TableMeta]> = #tables;
    };
    let index = quote! {
        /// What the assertions of the plugins are checked against.
        #[doc(hidden)]
        pub(crate) mod __microcore {
            #names
            const PLUGINS: &[&#mc::meta::PluginMeta] = crate::__MICROCORE_PLUGINS;
            #hashed
            pub(crate) static INDEX: #mc::__private::check::Index = #mc::__private::check::Index {
                complete: true,
                tools: crate::__MICROCORE_TOOLS,
                #index
            };
        }
    };
    let app = quote! {
        /// The application: every plugin and tool it is made of.
        #[allow(dead_code, unreachable_pub)]
        pub fn app() -> #mc::App {
            static APP: #mc::meta::AppMeta = #mc::meta::AppMeta::new(
                #mc::__private::env!("CARGO_PKG_NAME"),
                #mc::__private::env!("CARGO_PKG_VERSION"),
            )
            .root(#mc::__private::env!("CARGO_MANIFEST_DIR"))
            .plugins(__MICROCORE_PLUGINS)
            .tools(__MICROCORE_TOOLS)
            .migrations(#migrations)
            .crates(#crates);
            #mc::App::new(&APP).tables(__MICROCORE_TABLES)
        }
    };
    let mut parts = vec![
        Fragment {
            why: "The files below `domains`, each a module: this makes a file part of the \
                  application, although no other file names it.",
            tokens: features,
        },
        Fragment {
            why: "What the application is made of: its plugins, its own tools, and which domain \
                  owns which table.",
            tokens: lists,
        },
        Fragment {
            why: "Hash tables over all plugins, made by the compiler; the assertions of each plugin \
                  are looked up in them.",
            tokens: index,
        },
    ];
    if !assertions.is_empty() {
        parts.push(Fragment {
            why: "The crates of domains: what each adds, and the assertions of its plugins, checked \
                  against this application.",
            tokens: assertions,
        });
    }
    parts.push(Fragment { why: "What `main` runs.", tokens: app });
    parts
}

/// The application's own and what the crates add, as constants.
struct Joined {
    crates: TokenStream,
    plugins: TokenStream,
    tables: TokenStream,
    migrations: TokenStream,
    assertions: TokenStream,
}

fn join(
    crates: &[Path],
    plugins: TokenStream,
    tables: TokenStream,
    migrations: TokenStream,
    mc: &TokenStream,
) -> Joined {
    if crates.is_empty() {
        let (crates, assertions) = (quote!(&[]), TokenStream::new());
        return Joined { crates, plugins, tables, migrations, assertions };
    }
    let metas: Vec<_> = crates
        .iter()
        .map(|path| quote_spanned!(path.span()=> &#path::__microcore::CRATE))
        .collect();
    let assertions = crates.iter().zip(&metas).map(|(path, meta)| {
        let at = krate::at(mc, path.span());
        quote_spanned! {path.span()=>
            const _: () = #at::__private::check::disjoint(#meta, &__MICROCORE_OWN, __MICROCORE_CRATES);
            #path::__microcore_assertions!(crate::__MicrocoreApp);
        }
    });
    let joined = |list: &str, kind: TokenStream| {
        let (count, join) =
            (quote::format_ident!("count_{list}"), quote::format_ident!("join_{list}"));
        quote! {{
            const JOINED: [#kind; #mc::__private::check::#count(&__MICROCORE_OWN, __MICROCORE_CRATES)] =
                #mc::__private::check::#join(&__MICROCORE_OWN, __MICROCORE_CRATES);
            &JOINED
        }}
    };
    Joined {
        plugins: joined("plugins", quote!(&#mc::meta::PluginMeta)),
        tables: joined("tables", quote!(#mc::meta::TableMeta)),
        migrations: joined("migrations", quote!(#mc::meta::Migration)),
        assertions: quote! {
            #[doc(hidden)]
            static __MICROCORE_OWN: #mc::meta::CrateMeta = #mc::meta::CrateMeta::new(#mc::__private::env!("CARGO_CRATE_NAME"))
                .root(#mc::__private::env!("CARGO_MANIFEST_DIR"))
                .plugins(#plugins)
                .tables(#tables)
                .migrations(#migrations);
            #[doc(hidden)]
            static __MICROCORE_CRATES: &[&#mc::meta::CrateMeta] = &[#(#metas),*];
            #[doc(hidden)]
            pub struct __MicrocoreApp;
            impl #mc::__private::check::Application for __MicrocoreApp {
                const INDEX: &'static #mc::__private::check::Index = &__microcore::INDEX;
            }
            #(#assertions)*
        },
        crates: quote!(__MICROCORE_CRATES),
    }
}
