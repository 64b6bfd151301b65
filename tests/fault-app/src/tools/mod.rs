//! Unreliable tools.

mod oracle;
mod sleeper;

pub(crate) use oracle::{Oracle, Silent};
pub(crate) use sleeper::{Asleep, Sleeper};
