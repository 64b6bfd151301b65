//! What rust-analyzer receives beside an expansion.
//!
//! It completes, hovers and navigates from a token of an attribute by what the expansion
//! has at that token's span. So here each key of an attribute is imported from
//! `microcore::__private::editor`, where the keys are documented items, and the name of
//! an event is a path to the struct that publishes it; other tokens that an expansion
//! places at a user's span, so that an error of the compiler points there, get another
//! span.
//!
//! Everything is read from the tokens as they are written: an attribute that is
//! half-typed, and so cannot be parsed, is where completion is wanted most. rustc
//! never sees any of this.

mod attributes;
mod index;
mod keys;
mod marker;
mod name_completion;
mod names;
mod plugin;
mod spans;

pub use index::{declared_in, names as index};
pub use names::Name;
pub use plugin::plugin;

use std::sync::OnceLock;

use proc_macro2::TokenStream;
use quote::quote;

use attributes::Attribute;

/// Whether rust-analyzer runs the macro. Nothing that rustc checks may depend on this: it
/// only adds items, and changes spans.
pub fn is_running() -> bool {
    static RUNNING: OnceLock<bool> = OnceLock::new();
    *RUNNING.get_or_init(|| {
        let program = std::env::current_exe().unwrap_or_default();
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        name.contains("rust-analyzer")
    })
}

/// The items before a macro with these arguments, `app!` or `#[config]` on its
/// own; nothing where rustc expands.
pub fn before(name: &str, arguments: &TokenStream, mc: &TokenStream) -> TokenStream {
    if !is_running() {
        return TokenStream::new();
    }
    let keys = keys::imports(&[Attribute::new(name, arguments.clone())], mc);
    quote!(const _: () = { #keys };)
}
