//! Splits an annotated module into items, without parsing function bodies:
//! half-typed bodies must survive, and parsing them would cost the most.

mod function;
mod half;
mod item;
mod module;

pub use function::Function;
pub use half::is_half_typed;
pub use item::{Item, ItemKind, is_named};
pub use module::Module;
