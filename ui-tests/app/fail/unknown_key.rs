//! An unknown key of `app!` lists the valid ones.

microcore::app! { domain: "src/domains" }

fn main() {}
