//! An unsupported return type is reported with the supported ones.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct User {
        name: String,
    }

    #[route(GET, "/users/first")]
    async fn first() -> Result<User> {
        Ok(User { name: String::new() })
    }
}

fn main() {}
