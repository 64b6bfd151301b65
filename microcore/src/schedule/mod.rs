//! Jobs: what runs at a time instead of at a request.

mod db_ticks;
mod due;
mod job;
mod scheduler;
mod ticks;

pub use db_ticks::{DbTicks, MIGRATIONS};
pub use job::JobState;
pub use scheduler::Scheduler;
pub use ticks::{MemoryTicks, Ticks};
