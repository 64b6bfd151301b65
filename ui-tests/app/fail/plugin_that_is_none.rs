//! A path that is not a plugin is rejected.

microcore::app! { plugins: [nowhere] }

fn main() {}
