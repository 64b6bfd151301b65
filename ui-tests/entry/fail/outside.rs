//! An entry outside a plugin is rejected.

#[microcore::entry(event)]
const CREATED: () = ();

fn main() {}
