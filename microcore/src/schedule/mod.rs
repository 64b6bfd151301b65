//! Scheduled jobs.

mod db_ticks;
mod due;
mod job;
mod scheduler;

pub use db_ticks::{DbTicks, MIGRATIONS};
pub use job::JobState;
pub(crate) use job::check;
pub use microcore_core::store::{MemoryTicks, Ticks};
pub use scheduler::Scheduler;
