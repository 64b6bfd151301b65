//! Two domains that create one table must be told so.

microcore::app! { domains: "fixtures/two_owners" }

fn main() {}
