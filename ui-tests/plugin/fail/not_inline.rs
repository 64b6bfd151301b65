//! A plugin is an inline module.

#[microcore::plugin]
mod elsewhere;

fn main() {}
