//! What is generated from an application's metadata: the text of `AI_CONTEXT.md`, the
//! graph, and the impact of a change. The same application has the same output, byte for
//! byte.

mod context;
mod files;
mod graph;
mod impact;
mod links;
mod shape;
mod tables;

pub(crate) use context::origin;
pub use context::{pack, tokens, whole};
pub(crate) use files::file;
pub use graph::{Edge, Graph, Node, graph};
pub use impact::{TestFile, Tests, Touch, impact, tests_of, things};
pub(crate) use links::{Links, touched};
pub(crate) use shape::{carried, line, text};
pub(crate) use tables::tables;
