//! A file without a plugin must be named.

microcore::app! { domains: "fixtures/no_plugin" }

fn main() {}
