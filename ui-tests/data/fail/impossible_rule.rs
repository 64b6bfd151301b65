//! A rule that no value satisfies is rejected.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(min = 10, max = 5))]
        name: String,
    }
}

fn main() {}
