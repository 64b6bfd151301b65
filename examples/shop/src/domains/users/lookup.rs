//! Answers questions of other domains about users.

#[microcore::plugin]
mod lookup {
    use microcore::prelude::*;

    #[view]
    struct Lookup {
        id: i64,
    }

    #[row]
    #[response]
    struct Contact {
        name: String,
        email: String,
    }

    /// A user's name and e-mail address, if the user exists.
    #[on_ask("users.contact")]
    async fn contact(lookup: Lookup, db: Db) -> Result<Option<Contact>> {
        db.fetch_optional("SELECT name, email FROM users WHERE id = $1", (lookup.id,)).await
    }
}
