//! A misspelt rule is reported with the nearest one.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(emial)]
        email: String,
    }
}

fn main() {}
