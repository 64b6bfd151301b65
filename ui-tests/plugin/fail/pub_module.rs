//! A plugin is not public.

#[microcore::plugin]
pub mod create_user {}

fn main() {}
