//! `#[provides]` requires an `impl`.

#[microcore::provides]
struct Smtp;

fn main() {}
