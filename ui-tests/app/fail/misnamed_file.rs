//! A file that cannot be a module must say how to name it.

microcore::app! { domains: "../../../../ui-tests/fixtures/misnamed" }

fn main() {}
