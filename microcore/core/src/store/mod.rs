//! The contracts of stores, which an application can implement.

mod dead_letter;
mod file;
mod session;
mod state;
mod ticks;

pub use dead_letter::{DeadLetter, DeadLetters, DeadReason};
pub use file::{FileContent, FileInfo, FileStore};
pub use session::{SessionStore, StoredSession};
pub use state::{Condition, Expiry, StateStore};
pub use ticks::{MemoryTicks, Ticks};
