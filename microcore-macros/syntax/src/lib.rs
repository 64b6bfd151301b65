//! The grammars that both halves of microcore need: the macros, which read them at
//! compile time, and the runtime, which reads the same text again at boot. Each is
//! defined here once, so that the two cannot disagree. No dependencies.

mod code;
pub mod cron;
pub mod duration;
pub mod fnv;
pub mod method;
pub mod name;
pub mod route_path;
pub mod sql;
pub mod suggest;

pub use code::Code;
