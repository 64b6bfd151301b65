//! Two domains that create one table must be refused.

microcore::app! { domains: "fixtures/two_owners" }

fn main() {}
