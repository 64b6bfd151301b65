//! The attributes of microcore. A shim: the logic is in `microcore-expand`, the
//! documentation in `microcore`, where its examples can run.

use proc_macro::TokenStream;

/// One annotated module is one feature; see `microcore::plugin`.
#[proc_macro_attribute]
pub fn plugin(attr: TokenStream, item: TokenStream) -> TokenStream {
    microcore_expand::plugin(attr.into(), item.into()).into()
}

/// Discovers the plugins and names the tools; see `microcore::app`.
#[proc_macro]
pub fn app(input: TokenStream) -> TokenStream {
    microcore_expand::app(input.into()).into()
}

/// Discovers the plugins of a crate of domains; see `microcore::domains`.
#[proc_macro]
pub fn domains(input: TokenStream) -> TokenStream {
    microcore_expand::domains(input.into()).into()
}

/// Makes a trait a capability; see `microcore::tool`.
#[proc_macro_attribute]
pub fn tool(attr: TokenStream, item: TokenStream) -> TokenStream {
    microcore_expand::tool(attr.into(), item.into()).into()
}

/// Implements a capability; see `microcore::provides`.
#[proc_macro_attribute]
pub fn provides(attr: TokenStream, item: TokenStream) -> TokenStream {
    microcore_expand::provides(attr.into(), item.into()).into()
}

/// Typed settings of a tool, or of a plugin; see `microcore::config`.
#[proc_macro_attribute]
pub fn config(attr: TokenStream, item: TokenStream) -> TokenStream {
    microcore_expand::config(attr.into(), item.into()).into()
}

/// Lets an `async fn` block, with a reason; see `microcore::allow_blocking`.
#[proc_macro_attribute]
pub fn allow_blocking(attr: TokenStream, item: TokenStream) -> TokenStream {
    microcore_expand::allow_blocking(attr.into(), item.into()).into()
}

/// The attributes that `#[plugin]` takes out of its module. Where one of these runs
/// as a macro, it is outside of a plugin.
macro_rules! inside_plugin {
    ($($name:ident)*) => {$(
        #[doc = concat!("Means something inside a `#[plugin]`; see `microcore::", stringify!($name), "`.")]
        #[proc_macro_attribute]
        pub fn $name(_: TokenStream, item: TokenStream) -> TokenStream {
            microcore_expand::stray(stringify!($name), item.into()).into()
        }
    )*};
}

inside_plugin! { request response event view ask row entry }
microcore_expand::handler_attributes!(inside_plugin);
