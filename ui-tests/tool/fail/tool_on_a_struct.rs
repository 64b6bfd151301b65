//! `#[tool]` requires a trait.

#[microcore::tool]
struct Mailer;

fn main() {}
