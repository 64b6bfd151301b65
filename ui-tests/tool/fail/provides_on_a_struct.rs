//! An implementation is an `impl`.

#[microcore::provides]
struct Smtp;

fn main() {}
