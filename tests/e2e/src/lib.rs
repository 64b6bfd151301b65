//! Starts the programs of this workspace and talks to them as their users do.
#![allow(clippy::panic, clippy::expect_used)] // a test stops with a message

mod build;
mod client;
mod engine;
mod expanded;
mod process;
mod raw;
mod wait;

pub use build::{Program, SHOP};
pub use client::{Answer, Client};
pub use engine::{DeadLetter, Engine, database, database_on, dead_letters, execute, numbers};
pub use expanded::{Eject, cargo_microcore, expanded_shop};
pub use process::{Ended, Process, Run};
pub use raw::{Connection, Head};
pub use wait::{WAIT_LIMIT, until};
