//! A data type outside a plugin is rejected.

use microcore::prelude::*;

#[request]
struct CreateUser {
    name: String,
}

fn main() {}
