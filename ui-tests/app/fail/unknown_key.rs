//! A key that `app!` does not have must be answered with those it has.

microcore::app! { domain: "src/domains" }

fn main() {}
