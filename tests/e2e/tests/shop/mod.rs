//! The shop, as its customers and its administrator use it.

mod access;
mod catalog;
mod chain;
mod journey;
mod orders;
mod system;
mod users;
