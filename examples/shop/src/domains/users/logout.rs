//! Sign out: the session ends on the server too.

#[microcore::plugin]
mod logout {
    use microcore::prelude::*;

    /// Sign out.
    #[route(POST, "/logout")]
    async fn logout(me: Identity, auth: Auth) -> Result<With<()>> {
        let forget = auth.end_session(&me).await?;
        Ok(With::new(()).cookie(forget))
    }
}
