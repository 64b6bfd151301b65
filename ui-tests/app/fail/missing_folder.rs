//! A missing folder is named.

microcore::app! { domains: "src/nowhere" }

fn main() {}
