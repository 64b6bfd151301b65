//! An optional answer cannot be read as a required value.

microcore::app! { plugins: [orders, users] }

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
    async fn lookup(lookup: Lookup) -> Result<Option<User>> {
        let _ = lookup;
        Err(Error::not_found("user"))
    }
}

fn main() {}
