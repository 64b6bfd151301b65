//! A folder that is not there must be named.

microcore::app! { domains: "src/nowhere" }

fn main() {}
