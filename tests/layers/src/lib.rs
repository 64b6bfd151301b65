//! The layers of a crate, read from its own imports: which room (a top-level module) may
//! know which, and that no files of different folders import each other in a circle.

mod circles;
mod imports;
mod layers;
mod sources;

pub use circles::circles;
pub use layers::{Layers, Report};
pub use sources::{Import, Sources};
