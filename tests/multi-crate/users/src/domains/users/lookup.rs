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
        email: String,
    }

    #[on_ask("users.contact")]
    async fn contact(lookup: Lookup, db: Db) -> Result<Option<Contact>> {
        db.fetch_optional("SELECT email FROM users WHERE id = $1", (lookup.id,)).await
    }
}
