//! Two domains that create one table must be told so.

microcore::app! { domains: "../../../../ui-tests/fixtures/two_owners" }

fn main() {}
