//! An implementation names its capability.

struct Smtp;

#[microcore::provides]
impl Smtp {}

fn main() {}
