//! The identity of an authenticated caller, and the contract of an authenticator.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::error::Result;

/// The authenticated caller. A handler that asks for it makes its route authenticated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's id, as the application wrote it into the token.
    pub subject: String,
    /// The roles it has.
    pub roles: Vec<String>,
    /// The session, where there is one.
    pub session: Option<String>,
}

impl Identity {
    /// Whether it has this role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}

/// Finds out who sends a request. The `Auth` tool puts an
/// `Arc<dyn Authenticator>` into the toolbox; HTTP knows no more of it.
pub trait Authenticator: Send + Sync {
    /// The identity behind a bearer token or a session cookie; 401 without one.
    fn authenticate<'a>(&'a self, credentials: Credentials<'a>) -> BoxFuture<'a, Result<Identity>>;
}

/// The credentials of a request.
#[derive(Clone, Copy, Debug)]
pub enum Credentials<'a> {
    /// `Authorization: Bearer …`
    Bearer(&'a str),
    /// The session cookie.
    Session(&'a str),
}

/// The authenticator as it is kept in the toolbox.
pub type SharedAuthenticator = Arc<dyn Authenticator>;
