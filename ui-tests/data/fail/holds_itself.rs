//! A recursive type has no schema, also if the recursion is indirect.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct User {
        friends: Vec<Friend>,
    }

    #[response]
    enum Friend {
        Known(User),
        Unknown,
    }

    #[route(GET, "/users")]
    async fn get() -> Result<User> {
        let _ = Friend::Known;
        Ok(User { friends: vec![Friend::Unknown] })
    }
}

fn main() {}
