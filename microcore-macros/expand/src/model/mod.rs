//! A plugin as data: everything read, nothing generated.

mod data;
mod docs;
mod handler;
mod manual_entry;
mod names;
mod plugin;
mod statements;

pub use data::{
    ATTRIBUTES as DATA_ATTRIBUTES, Body, Data, Field, Role, Variant, VariantBody, parse_args,
    without_helpers_of,
};
pub use docs::{docs, file_docs};
pub use handler::{ATTRIBUTES as HANDLER_ATTRIBUTES, Arg, Handler, HandlerKind};
pub use manual_entry::{ATTRIBUTE as ENTRY_ATTRIBUTE, ManualEntry};
pub use plugin::Plugin;
pub use statements::{Statement, statements};
