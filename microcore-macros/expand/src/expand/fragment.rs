//! A piece of an expansion, and what it is there for.

use proc_macro2::TokenStream;

use crate::handlers::Handler;
use crate::model::{Data, ManualEntry};

#[cfg_attr(not(feature = "show"), allow(dead_code))] // `of` is read only to show it
/// One or more items of the expanded module.
pub(crate) struct Fragment<'a> {
    /// What it belongs to.
    pub of: Of<'a>,
    /// The items.
    pub tokens: TokenStream,
}

/// What a piece of an expansion belongs to.
#[cfg_attr(not(feature = "show"), allow(dead_code))] // read only to show it
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    /// An item of the user's, as written.
    Own,
    /// A declared type with its derives.
    Item(&'a Data),
    /// What a declared type implements.
    Impls(&'a Data),
    /// The function that mounts a handler.
    Mount(&'a Handler),
    /// The plugin's metadata.
    Meta,
    /// The element of the slice.
    Registration,
    /// What the assertions are checked against.
    Index,
    /// What a handler asserts about the rest of the application.
    AssertionOfHandler(&'a Handler),
    /// What a declared type asserts about the rest of the application.
    AssertionOfData(&'a Data),
    /// What a manual entry asserts about the rest of the application.
    AssertionOfEntry(&'a ManualEntry),
    /// What an SQL statement asserts about the rest of the application.
    AssertionOfStatement,
    /// All assertions once more, for the application that names this crate.
    AssertionsOfCrate,
    /// The uses of the attributes' imports.
    Imports,
}
