//! A tool is a type with `#[provides]`.

microcore::app! { tools: [String] }

fn main() {}
