//! What the microcore macros expand to: parse → model → check → expand.
//!
//! A plain library, so that the code that rustc runs can also be called to show
//! an expansion, and tested without a compiler.
//!
//! ```
//! let expanded = microcore_expand::plugin(
//!     Default::default(),
//!     "mod greet { #[route(GET, \"/hello\")] async fn hello() -> String { String::new() } }"
//!         .parse()
//!         .unwrap(),
//! );
//! assert!(expanded.to_string().contains("RouteMeta"));
//! ```

mod annotated;
mod app;
mod attr;
mod check;
mod context;
mod editor;
mod errors;
mod expand;
mod fragment;
mod handlers;
mod krate;
mod model;
mod package;
mod parse;
mod read;
#[cfg(feature = "show")]
pub mod show;
mod sql;
mod tokens;
mod tool;

pub use app::{app, domains};
pub use microcore_syntax::Code;
pub use microcore_syntax::fnv::{name_key, route_key};
pub use tool::{provides, tool};

use context::Context;
use errors::Errors;
use proc_macro2::{Span, TokenStream};

/// `#[plugin]`: one annotated module is one feature.
pub fn plugin(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let own_crate = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let context = Context {
        own_crate: &own_crate,
        is_compiled: true,
        of_domains: krate::has_domains(),
        file: &|| std::fs::read_to_string(Span::call_site().local_file()?).ok(),
    };
    let mc = krate::path();
    let expanded = match read::plugin(attr.clone(), item.clone(), context, &mut errors) {
        Some(plugin) if editor::is_running() => {
            return editor::plugin(&attr, &item, &plugin, &mc, errors);
        }
        Some(plugin) => expand::plugin(&plugin, &mc),
        None => expand::fallback(item, &mc),
    };
    [expanded, errors.into_tokens()].into_iter().collect()
}

/// `#[config]` on its own: the settings of a tool.
pub fn config(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let editor = editor::before("config", &attr, &krate::path());
    let expanded = match read::settings(attr, &item, &mut errors) {
        Some(data) => {
            let mc = krate::path();
            [expand::item(&data, &mc), expand::impls(&data, &mc)].into_iter().collect()
        }
        None => item,
    };
    [editor, expanded, errors.into_tokens()].into_iter().collect()
}

/// `#[allow_blocking(reason = "…")]` outside of a plugin, which would remove it: on a method.
pub fn allow_blocking(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    errors.keep(Code::Attribute, syn::parse2::<attr::AllowBlockingAttr>(attr));
    [item, errors.into_tokens()].into_iter().collect()
}

/// An attribute that is outside of a `#[plugin]`.
pub fn stray(name: &str, item: TokenStream) -> TokenStream {
    let error = syn::Error::new(
        Span::call_site(),
        format!(
            "`#[{name}]` is allowed directly inside a `#[plugin]` only\n\
             help: put this item into an annotated module, `#[microcore::plugin] mod my_feature \
             {{ … }}`, not into a module or an `impl` within it"
        ),
    );
    [model::without_helpers_of(item), errors::only(Code::Attribute, error)].into_iter().collect()
}
