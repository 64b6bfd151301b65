//! Of two handlers or types of one name, `cfg` leaves one.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[cfg(any())]
    #[response]
    struct User {
        name: String,
    }

    #[cfg(not(any()))]
    #[response]
    struct User {
        id: i64,
    }

    #[cfg(any())]
    #[route(GET, "/users")]
    async fn get() -> Result<User> {
        Ok(User { name: String::new() })
    }

    #[cfg(not(any()))]
    #[route(GET, "/users")]
    async fn get() -> Result<User> {
        Ok(User { id: 1 })
    }
}

fn main() {}
