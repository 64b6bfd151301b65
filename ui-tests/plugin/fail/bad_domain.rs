//! A domain is named like a module.

#[microcore::plugin(domain = "my users")]
mod create_user {}

fn main() {}
