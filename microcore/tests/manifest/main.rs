//! The manifest of an application.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod context;
mod doctor;
#[path = "../../src/manifest/context/example.rs"]
mod example;
mod graph;

microcore::app! { plugins: [example::close_ticket, example::count_closed] }
