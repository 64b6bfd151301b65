//! Attributes and docs inside the module, for the module.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    //! Users, and all that is theirs.
    #![deny(warnings)]
    #![allow(dead_code)]

    use microcore::prelude::*;

    /// Is anybody there?
    #[derive(Clone, Debug, PartialEq)]
    #[response]
    struct User {
        /// Its id.
        id: i64,
    }

    fn unused() {}

    #[route(GET, "/users")]
    async fn get() -> Result<User> {
        Ok(User { id: 1 })
    }
}

fn main() {}
