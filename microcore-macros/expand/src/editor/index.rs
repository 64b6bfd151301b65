//! What the index of an application has for rust-analyzer.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes;
use super::name_completion::Tree;
use super::names::{Kind, Name};

/// What the plugin of a file declares, by the file's text.
pub fn declared_in(text: &str) -> Vec<Name> {
    let tokens: TokenStream = text.parse().unwrap_or_default();
    attributes::of_module(&tokens).iter().filter_map(Name::declared).collect()
}

/// The names of what its plugins declare, by what
/// rust-analyzer sees of each, and by what was in their files when it expanded.
pub fn names<'a>(
    plugins: impl IntoIterator<Item = &'a TokenStream>,
    declared: impl IntoIterator<Item = (&'a TokenStream, &'a [Name])>,
) -> TokenStream {
    let plugins = plugins.into_iter();
    let (mut events, mut asks) = (Tree::default(), Tree::default());
    for (plugin, names) in declared {
        for name in names {
            match name.kind {
                Kind::Event => events.add(name, plugin),
                Kind::Ask => asks.add(name, plugin),
            }
        }
    }
    let (events, asks) = (events.modules(), asks.modules());
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub mod names {
            #(pub use #plugins::__names::*;)*
            pub mod event { #events }
            pub mod ask { #asks }
        }
    }
}
