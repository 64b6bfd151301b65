//! A plugin as data: everything read, nothing generated.

mod data;
mod docs;
mod entry;
mod handler;
mod plugin;

pub use data::{
    ATTRIBUTES as DATA_ATTRIBUTES, Body, Data, Field, Role, Variant, VariantBody, parse_args,
    without_helpers_of,
};
pub use docs::{docs, file_docs};
pub use entry::{ATTRIBUTE as ENTRY_ATTRIBUTE, Entry};
pub use handler::{ATTRIBUTES as HANDLER_ATTRIBUTES, Arg, Handler, HandlerKind};
pub use plugin::Plugin;
