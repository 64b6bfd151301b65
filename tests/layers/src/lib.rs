//! The layers of a crate, read from its own imports: which top-level module may import
//! which, and that there is no cycle of imports between files of different folders.

mod cycles;
mod imports;
mod layers;
mod sources;

pub use cycles::cycles;
pub use layers::{Layers, Report};
pub use sources::{Import, Sources};
