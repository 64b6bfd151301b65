//! Splits an annotated module into items, without parsing function bodies:
//! half-typed bodies must survive, and parsing them would cost the most.

mod function;
mod item;
mod module;

pub use function::Function;
pub use item::{Item, ItemKind, is_named};
pub use module::Module;
