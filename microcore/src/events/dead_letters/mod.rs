//! Where dead letters are kept: in memory, or in the database.

mod db;
mod memory;

pub use db::DbDeadLetters;
pub use memory::MemoryDeadLetters;
