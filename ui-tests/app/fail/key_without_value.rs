//! A key wants a value.

microcore::app! { tools }

fn main() {}
