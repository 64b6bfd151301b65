//! `#[websocket("/feed", roles = ["admin"])]`.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::{Keys, RoutePath};

/// The attribute's arguments.
pub struct WebSocketAttr {
    /// The path.
    pub path: RoutePath,
    /// Roles of which the caller needs one.
    pub roles: Vec<LitStr>,
}

impl Parse for WebSocketAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        let mut keys = Keys::after(input)?;
        let roles = keys.texts("roles")?;
        keys.finish("websocket", &["roles"])?;
        Ok(Self { path, roles })
    }
}
