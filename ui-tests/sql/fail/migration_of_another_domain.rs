//! A migration changes the tables of its own domain, in portable SQL.

microcore::app! { domains: "fixtures/foreign_migration" }

fn main() {}
