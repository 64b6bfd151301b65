//! An entry means nothing outside of a plugin.

#[microcore::entry(event)]
const CREATED: () = ();

fn main() {}
