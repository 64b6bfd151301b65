//! A migration changes its own domain's tables, in words of both engines.

microcore::app! { domains: "fixtures/foreign_migration" }

fn main() {}
