//! A key without a value is rejected.

microcore::app! { tools }

fn main() {}
