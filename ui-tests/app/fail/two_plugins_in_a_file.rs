//! A file with two plugins must name both.

microcore::app! { domains: "fixtures/two_plugins" }

fn main() {}
