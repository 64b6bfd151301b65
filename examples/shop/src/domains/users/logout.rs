//! Sign out: ends the session on the server.

#[microcore::plugin]
mod logout {
    use microcore::prelude::*;

    /// Sign out.
    #[route(POST, "/logout")]
    async fn logout(me: Identity, auth: Auth) -> Result<With<()>> {
        // A bearer token has no session: the client discards it.
        if me.session.is_none() {
            return Ok(With::new(()));
        }
        let forget = auth.end_session(&me).await?;
        Ok(With::new(()).cookie(forget))
    }
}
