//! Holds the documentation against the code: what is quoted stands in the file
//! it is quoted from, what is shown as output is what comes out, and every link
//! leads somewhere. What is Rust and not quoted is a doctest of this package.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod app;
mod client;
mod commands;
mod page;
mod pages;
mod shop;
