//! Change a user's name or e-mail address. Public, so that the shop can be tried
//! with curl alone; add `roles = ["admin"]` to the route to restrict it.

#[microcore::plugin]
mod update_user {
    use microcore::prelude::*;

    #[request]
    struct UpdateUser {
        #[validate(length(min = 1, max = 100))]
        name: Option<String>,
        #[validate(email)]
        email: Option<String>,
    }

    #[row]
    #[response]
    struct User {
        id: i64,
        name: String,
        email: String,
    }

    /// Change a user; omitted fields are unchanged.
    #[route(PATCH, "/users/{id}")]
    async fn update(id: Path<i64>, body: Json<UpdateUser>, db: Db) -> Result<User> {
        let UpdateUser { name, email } = body.into_inner();
        db.fetch_optional(
            "UPDATE users SET name = COALESCE($2, name), email = COALESCE($3, email)
             WHERE id = $1 RETURNING id, name, email",
            (*id, &name, &email),
        )
        .await
        .on_unique_violation(|| Error::conflict("email already in use"))?
        .ok_or_else(|| Error::not_found("no such user"))
    }
}
