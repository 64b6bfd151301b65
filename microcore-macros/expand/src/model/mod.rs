//! A plugin as data: everything read, nothing generated.

mod data;
mod manual_entry;
mod names;
mod plugin;
mod statements;

pub use data::{
    ATTRIBUTES as DATA_ATTRIBUTES, Body, Data, Field, Representation, Role, Variant, VariantBody,
    without_helpers_of,
};
pub use manual_entry::{ATTRIBUTE as ENTRY_ATTRIBUTE, EntryOf, ManualEntry};
pub use plugin::Plugin;
pub use statements::{Statement, statements};
