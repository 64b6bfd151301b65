//! A helper that borrows the transaction is part of it.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;
    use microcore::tools::db::Tx;

    #[event("user.created")]
    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(db: Db, created: Emit<UserCreated>) -> Result<()> {
        let mut tx = db.begin().await?;
        announce(&mut tx, &created).await?;
        tx.commit().await
    }

    async fn announce(tx: &mut Tx, created: &Emit<UserCreated>) -> Result<()> {
        tx.execute("DELETE FROM users", ()).await?;
        created.emit_with(UserCreated { id: 1 }, Default::default()).await
    }
}

fn main() {}
