//! HTTP over actix-web.

mod identity;
mod params;

pub use identity::{Authenticator, Credentials, Identity, SharedAuthenticator};
pub use params::Params;

/// An open WebSocket.
pub struct WebSocket {}
