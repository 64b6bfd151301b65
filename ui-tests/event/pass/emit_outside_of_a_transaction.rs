//! Before, after, with the transaction, and in a branch that takes it back.

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
        created.emit(UserCreated { id: 1 }).await?;
        let mut tx = db.begin().await?;
        created.emit_in(&mut tx, UserCreated { id: 2 }).await?;
        if tx.execute("DELETE FROM users", ()).await? == 0 {
            tx.rollback().await?;
            return created.emit(UserCreated { id: 3 }).await;
        }
        tx.commit().await?;
        created.emit(UserCreated { id: 4 }).await
    }
}

fn main() {}
