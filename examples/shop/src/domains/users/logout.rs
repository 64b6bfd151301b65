//! Sign out: the session ends on the server too.

#[microcore::plugin]
mod logout {
    use microcore::prelude::*;

    /// Sign out.
    #[route(POST, "/logout")]
    async fn logout(me: Identity, auth: Auth) -> Result<With<()>> {
        // A bearer token has no session: whoever holds it forgets it.
        if me.session.is_none() {
            return Ok(With::new(()));
        }
        let forget = auth.end_session(&me).await?;
        Ok(With::new(()).cookie(forget))
    }
}
