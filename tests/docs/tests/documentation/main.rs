//! Checks the documentation against the code: quotes equal the quoted file, output
//! shown equals the real output, and links resolve. Rust that is not quoted is a
//! doctest of this package.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod app;
mod client;
mod commands;
mod page;
mod pages;
mod paths;
mod shop;
