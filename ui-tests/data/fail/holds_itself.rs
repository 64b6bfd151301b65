//! A type that holds itself has no schema, also in a round about way.

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
