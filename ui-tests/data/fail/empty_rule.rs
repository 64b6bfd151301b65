//! `#[validate()]` requires a rule.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate]
        name: String,
    }
}

fn main() {}
