//! A rule that nothing can keep must be refused.

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
