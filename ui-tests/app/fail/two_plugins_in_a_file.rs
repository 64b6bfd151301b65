//! A file with two plugins must name both.

microcore::app! { domains: "../../../../ui-tests/fixtures/two_plugins" }

fn main() {}
