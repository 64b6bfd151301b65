//! An unknown key of a rule is rejected.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(minimum = 1))]
        name: String,
    }
}

fn main() {}
