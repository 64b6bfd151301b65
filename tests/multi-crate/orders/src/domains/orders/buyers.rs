//! Keeps its own list of who may buy.

#[microcore::plugin]
mod buyers {
    use microcore::prelude::*;

    #[view]
    struct NewUser {
        id: i64,
    }

    #[on_event("user.created", once)]
    async fn remember(user: NewUser, db: Db) -> Result<()> {
        db.execute("INSERT INTO buyers (id) VALUES ($1)", (user.id,)).await?;
        Ok(())
    }

    #[response]
    struct Buyers {
        count: i64,
    }

    #[route(GET, "/orders/buyers")]
    async fn count(db: Db) -> Result<Buyers> {
        Ok(Buyers { count: db.fetch_scalar("SELECT COUNT(*) FROM buyers", ()).await? })
    }
}
