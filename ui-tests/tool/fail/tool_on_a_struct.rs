//! A capability is a trait.

#[microcore::tool]
struct Mailer;

fn main() {}
