//! A file that stands in no domain must say where to move it.

microcore::app! { domains: "fixtures/no_domain" }

fn main() {}
