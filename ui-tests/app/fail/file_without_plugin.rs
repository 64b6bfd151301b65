//! A file without a plugin must be named.

microcore::app! { domains: "../../../../ui-tests/fixtures/no_plugin" }

fn main() {}
