//! What a crate of domains adds to the application that names it.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::scan::Found;
use super::tree;

/// The expansion of `domains!`.
pub(super) fn expand(found: &Found, caller: Option<&Path>, mc: &TokenStream) -> TokenStream {
    let modules = tree::modules(found, caller);
    let plugins = tree::plugins(found);
    let names_of_plugins = tree::names(&plugins);
    let plugins: Vec<_> = plugins.into_iter().map(|plugin| plugin.path).collect();
    let (tables, migrations) = (tree::tables(found, mc), tree::migrations(found, mc));
    let (hashed, index) = tree::index(&quote!(#mc::__private::Some(CRATE.tables)), mc);
    let names: Vec<_> = (0..plugins.len()).map(|at| format_ident!("PLUGIN_{at}")).collect();
    quote! {
        #modules

        /// What the assertions of the plugins are checked against: here what this crate
        /// declares; in the application, everything that it is made of.
        #[doc(hidden)]
        pub mod __microcore {
            #names_of_plugins
            const PLUGINS: &[&#mc::meta::PluginMeta] = CRATE.plugins;
            #hashed
            pub(crate) static INDEX: #mc::__private::check::Index = #mc::__private::check::Index {
                complete: false,
                tools: &[],
                #index
            };
            /// What this crate adds to an application.
            pub static CRATE: #mc::meta::CrateMeta = #mc::meta::CrateMeta::new(#mc::__private::env!("CARGO_CRATE_NAME"))
                .root(#mc::__private::env!("CARGO_MANIFEST_DIR"))
                .plugins(&[#(&#plugins::__MICROCORE),*])
                .tables(#tables)
                .migrations(#migrations);
            /// The assertions of the plugins, against an application.
            pub struct Assertions<A>(#mc::__private::PhantomData<A>);
            #[allow(dead_code)]
            impl<A: #mc::__private::check::Application> Assertions<A> {
                #(pub const #names: () = #plugins::__Assertions::<A>::CHECKED;)*
            }
        }

        /// Checks every assertion of this crate against the application.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! __microcore_assertions {
            ($application:ty) => {
                #(const _: () = $crate::__microcore::Assertions::<$application>::#names;)*
            };
        }
    }
}
