//! A file that is in no domain must say where to move it.

microcore::app! { domains: "fixtures/no_domain" }

fn main() {}
