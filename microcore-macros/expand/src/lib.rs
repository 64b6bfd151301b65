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
mod code;
mod editor;
mod errors;
mod expand;
mod key;
mod krate;
mod model;
mod package;
mod parse;
mod part;
mod reading;
#[cfg(feature = "show")]
pub mod show;
mod sql;
mod tool;

pub use app::{app, domains};
pub use code::Code;
pub use key::{name_key, route_key};
pub use tool::{provides, tool};

use errors::Errors;
use proc_macro2::{Span, TokenStream};
use reading::Reading;

/// `#[plugin]`: one annotated module is one feature.
pub fn plugin(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let own_crate = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
    let reading = Reading { own_crate: &own_crate, is_compiled: true };
    let mc = krate::path();
    let expanded = match read(attr.clone(), item.clone(), reading, &mut errors) {
        Some(mut plugin) => {
            // An editor may not know the file; then the plugin has no such text.
            plugin.describe(|| std::fs::read_to_string(Span::call_site().local_file()?).ok());
            plugin.of_domains = krate::has_domains();
            if editor::is_running() {
                return editor::plugin(&attr, &item, &plugin, &mc, errors);
            }
            expand::plugin(&plugin, &mc)
        }
        None => expand::unreadable(item, &mc),
    };
    [expanded, errors.into_tokens()].into_iter().collect()
}

/// The model of an annotated module; `None` where it is no module.
fn read(
    attr: TokenStream,
    item: TokenStream,
    reading: Reading<'_>,
    errors: &mut Errors,
) -> Option<model::Plugin> {
    let attr = errors.keep(Code::Word, syn::parse2::<attr::PluginAttr>(attr));
    let mut module = errors.keep(Code::Word, syn::parse2::<parse::Module>(item))?;
    check::module(&mut module, reading, errors);
    let attr = attr.unwrap_or(attr::PluginAttr { domain: None });
    let mut plugin = model::Plugin::read(attr, module, errors);
    check::plugin(&mut plugin, errors);
    plugin.is_sound = errors.count() == 0;
    Some(plugin)
}

/// `#[config]` on its own: the settings of a tool.
pub fn config(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let editor = editor::before("config", &attr, &krate::path());
    let expanded = match settings(attr, &item, &mut errors) {
        Some(data) => {
            let mc = krate::path();
            [expand::item(&data, &mc), expand::impls(&data, &mc)].into_iter().collect()
        }
        None => item,
    };
    [editor, expanded, errors.into_tokens()].into_iter().collect()
}

/// The model of settings that stand outside of a plugin.
fn settings(attr: TokenStream, item: &TokenStream, errors: &mut Errors) -> Option<model::Data> {
    let marked = quote::quote!(#[config(#attr)] #item);
    let parsed = syn::parse2::<parse::Item>(marked);
    let item = parsed.map_err(|error| errors.syntax(item, error)).ok()?;
    model::Data::read(&item, errors)
}

/// `#[allow_blocking(reason = "…")]` where no plugin takes it out: on a method.
pub fn allow_blocking(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    errors.keep(Code::Word, syn::parse2::<attr::AllowBlockingAttr>(attr));
    [item, errors.into_tokens()].into_iter().collect()
}

/// An attribute that stands outside of a `#[plugin]`.
pub fn stray(name: &str, item: TokenStream) -> TokenStream {
    let error = syn::Error::new(
        Span::call_site(),
        format!(
            "`#[{name}]` means something directly inside a `#[plugin]` only: put this item into an \
             annotated module, `#[microcore::plugin] mod my_feature {{ … }}`, and not into a module \
             within it"
        ),
    );
    [model::without_helpers_of(item), errors::only(Code::Word, error)].into_iter().collect()
}
