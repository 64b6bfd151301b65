//! A question has one answer.

microcore::app! { plugins: [orders, users, more] }

#[microcore::plugin]
mod orders {
    use microcore::prelude::*;

    #[ask("users.lookup", reply = User)]
    struct Lookup {
        id: i64,
    }

    #[view]
    struct User {
        name: String,
    }

    #[on_start]
    async fn start(users: Ask<Lookup>) {
        let _ = users;
    }
}

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[view]
    struct Lookup {
        id: i64,
    }

    #[response]
    struct User {
        name: String,
    }

    #[on_ask("users.lookup")]
    async fn lookup(lookup: Lookup) -> Result<User> {
        let _ = lookup;
        Err(Error::not_found("user"))
    }
}

#[microcore::plugin]
mod more {
    use microcore::prelude::*;

    #[view]
    struct Lookup {
        id: i64,
    }

    #[response]
    struct User {
        name: String,
    }

    #[on_ask("users.lookup")]
    async fn lookup(lookup: Lookup) -> Result<User> {
        let _ = lookup;
        Err(Error::not_found("user"))
    }
}

fn main() {}
