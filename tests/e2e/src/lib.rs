//! Starts the programs of this workspace and talks to them as their users do.
#![allow(clippy::panic, clippy::expect_used)] // a test stops with a message

mod build;
mod client;
mod engine;
mod expanded;
mod process;
mod raw;

pub use build::{Program, SHOP};
pub use client::{Answer, Client};
pub use engine::{DeadLetter, Engine, database, database_on, dead_letters, execute, numbers};
pub use expanded::{Eject, cargo_microcore, expanded_shop};
pub use microcore_test_support::{WAIT_LIMIT, wait_for};
pub use process::{Ended, Process, Run};
pub use raw::{Connection, Head};
