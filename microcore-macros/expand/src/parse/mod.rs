//! Splits an annotated module into items, without parsing function bodies:
//! incomplete bodies must survive, and parsing them would cost the most.

mod docs;
mod function;
mod incomplete;
mod item;
mod module;

pub use docs::{docs, file_docs};
pub use function::Function;
pub use incomplete::is_incomplete;
pub use item::{Item, ItemKind, is_named};
pub use module::Module;
