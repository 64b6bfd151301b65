//! `#[provides]` requires the `impl` of a capability.

struct Smtp;

#[microcore::provides]
impl Smtp {}

fn main() {}
