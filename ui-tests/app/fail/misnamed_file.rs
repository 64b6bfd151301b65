//! A file that cannot be a module must say how to name it.

microcore::app! { domains: "fixtures/misnamed" }

fn main() {}
