//! Get one user.

#[microcore::plugin]
mod get_user {
    use microcore::prelude::*;

    #[row]
    #[response]
    struct User {
        id: i64,
        name: String,
        email: String,
    }

    /// Get a user.
    #[route(GET, "/users/{id}")]
    async fn get(id: Path<i64>, db: Db) -> Result<User> {
        db.fetch_optional("SELECT id, name, email FROM users WHERE id = $1", (*id,))
            .await?
            .ok_or_else(|| Error::not_found("no such user"))
    }
}
