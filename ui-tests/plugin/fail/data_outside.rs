//! A type outside of a plugin must say where it belongs.

use microcore::prelude::*;

#[request]
struct CreateUser {
    name: String,
}

fn main() {}
