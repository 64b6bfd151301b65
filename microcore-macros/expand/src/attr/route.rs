//! `#[route(POST, "/users", status = 201, roles = ["admin"])]`.

use microcore_syntax::method::{METHODS, is_method};
use microcore_syntax::suggest::nearest;
use proc_macro2::Ident;
use syn::parse::{Parse, ParseStream};
use syn::{LitInt, LitStr, Token};

use super::{Keys, RoutePath};

const KEYS: &[&str] = &["status", "roles", "body_limit", "timeout"];

/// The attribute's arguments.
pub struct RouteAttr {
    /// `GET`, …
    pub method: Ident,
    /// The path.
    pub path: RoutePath,
    /// The status of success; 0 where none is given.
    pub status: u16,
    /// Roles of which the caller needs one.
    pub roles: Vec<LitStr>,
    /// The largest body in bytes; 0 where none is given.
    pub body_limit: usize,
    /// How long the handler may take, in milliseconds; 0 where nothing is given.
    pub timeout_ms: u64,
}

impl Parse for RouteAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method: Ident = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "the method comes first: `#[route(GET, \"/users\")]`")
        })?;
        let name = method.to_string();
        if !is_method(&name) {
            let near = nearest(&name.to_ascii_uppercase(), METHODS.iter().copied());
            let hint = near.map_or_else(
                || format!("write one of {}", super::keys::listed(METHODS)),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(syn::Error::new(
                method.span(),
                format!("`{name}` is not a method: {hint}"),
            ));
        }
        input.parse::<Token![,]>().map_err(|error| {
            syn::Error::new(error.span(), "the path comes second: `#[route(GET, \"/users\")]`")
        })?;
        let path = input.parse()?;
        let mut keys = Keys::after(input)?;
        let status = keys.value::<LitInt>("status")?;
        let roles = keys.texts("roles")?;
        let body_limit = keys.number("body_limit")?.unwrap_or(0);
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        keys.finish("route", KEYS)?;
        Ok(Self { method, path, status: success(status)?, roles, body_limit, timeout_ms })
    }
}

fn success(status: Option<LitInt>) -> syn::Result<u16> {
    let Some(literal) = status else { return Ok(0) };
    match literal.base10_parse() {
        Ok(status @ 200..=399) => Ok(status),
        _ => Err(syn::Error::new(
            literal.span(),
            "`status` is what success answers, 200 to 399; failures are answered by returning an \
             `Error`",
        )),
    }
}
