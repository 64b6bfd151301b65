//! A path that leads to no plugin must be refused.

microcore::app! { plugins: [nowhere] }

fn main() {}
