//! Delete a user and publish `user.deleted`.

#[microcore::plugin]
mod delete_user {
    use microcore::prelude::*;

    /// A user no longer exists.
    #[event("user.deleted")]
    struct UserDeleted {
        id: i64,
    }

    /// Delete a user.
    #[route(DELETE, "/users/{id}")]
    async fn delete(id: Path<i64>, db: Db, deleted: Emit<UserDeleted>) -> Result<()> {
        let mut tx = db.begin().await?;
        if tx.execute("DELETE FROM users WHERE id = $1", (*id,)).await? == 0 {
            return Err(Error::not_found("no such user"));
        }
        deleted.emit_in(&mut tx, UserDeleted { id: *id }).await?;
        tx.commit().await
    }
}
