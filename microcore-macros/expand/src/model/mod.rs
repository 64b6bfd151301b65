//! A plugin as data: everything read, nothing generated.

mod data;
mod manual_entry;
mod names;
mod plugin;
mod statements;

pub(crate) use data::{
    ATTRIBUTES as DATA_ATTRIBUTES, Body, Data, Field, Representation, Role, Variant, VariantBody,
    without_helpers_of,
};
pub(crate) use manual_entry::{ATTRIBUTE as ENTRY_ATTRIBUTE, EntryOf, ManualEntry};
pub(crate) use plugin::Plugin;
pub(crate) use statements::{Statement, statements};
