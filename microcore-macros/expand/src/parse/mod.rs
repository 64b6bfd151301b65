//! Splits an annotated module into items, without parsing function bodies:
//! incomplete bodies must survive, and parsing them would cost the most.

mod docs;
mod function;
mod incomplete;
mod item;
mod module;

pub(crate) use docs::{docs, file_docs};
pub(crate) use function::Function;
pub(crate) use incomplete::is_incomplete;
pub(crate) use item::{Item, ItemKind, is_named};
pub(crate) use module::Module;
