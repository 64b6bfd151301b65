//! The grammars that both halves of microcore need: the macros, which read them at
//! compile time, and the runtime, which reads the same text again at boot. Each stands
//! here once, so that the two cannot disagree. No dependencies.

mod code;
pub mod key;
pub mod suggest;

pub use code::Code;
