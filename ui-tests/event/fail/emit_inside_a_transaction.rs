//! An event inside a transaction is published with it.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[event("user.created")]
    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(db: Db, created: Emit<UserCreated>) -> Result<()> {
        let mut tx = db.begin().await?;
        tx.execute("DELETE FROM users", ()).await?;
        created.emit(UserCreated { id: 1 }).await?;
        tx.commit().await
    }
}

fn main() {}
