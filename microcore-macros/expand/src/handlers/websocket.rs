//! `#[websocket("/feed", roles = ["admin"])]`: an open connection.

use microcore_syntax::Code;
use microcore_syntax::fnv::route_key;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::{Assertion, Definition, Handler, Kind, Meta, Outcome, list_setter};
use crate::attr::{Keys, RoutePath, parse_args};
use crate::errors::Errors;
use crate::tokens::location;

pub(super) const WEBSOCKET: Definition = Definition {
    attribute: "websocket",
    list: "websockets",
    meta: "WebSocketMeta",
    module: "http",
    call: "SocketCall",
    mounted: "SocketFn",
    assertion: Some(Assertion {
        check: "websocket",
        entry_key: |entry, mc| quote!(#mc::__private::check::route_key("GET", #entry.path)),
    }),
    keys: &[("roles", "The roles of which the caller needs one: `roles = [\"admin\"]`.")],
    read: |attr| Ok(Box::new(parse_args::<WebSocket>(attr)?)),
};

/// The attribute's arguments.
struct WebSocket {
    /// The path.
    path: RoutePath,
    /// Roles of which the caller needs one.
    roles: Vec<LitStr>,
}

impl Parse for WebSocket {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        let mut keys = Keys::after(input)?;
        let roles = keys.texts("roles")?;
        WEBSOCKET.finish(keys)?;
        Ok(Self { path, roles })
    }
}

impl Kind for WebSocket {
    fn definition(&self) -> &'static Definition {
        &WEBSOCKET
    }

    fn meta(&self, _: &Handler, mc: &TokenStream) -> Meta {
        let Self { path, roles } = self;
        let path = &path.literal;
        let path_location = location(path.span(), mc);
        let roles = list_setter("roles", roles);
        Meta { args: quote!(#path,), setters: quote!(#roles.path_location(#path_location)) }
    }

    fn asserts(&self) -> Option<(Span, u64)> {
        let path = &self.path.literal;
        Some((path.span(), route_key("GET", &path.value())))
    }

    fn path(&self) -> Option<&RoutePath> {
        Some(&self.path)
    }

    fn has_payload(&self) -> bool {
        false
    }

    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome {
        Outcome::of_nothing(output, called, mc)
    }

    fn check(&self, handler: &Handler, errors: &mut Errors) {
        if handler.function.is_blocking() {
            errors.at(
                Code::Signature,
                handler.function.sig.fn_token,
                "a WebSocket handler waits for messages\nhelp: make it `async fn`",
            );
        }
    }

    fn runs_for(&self) -> String {
        format!("each WebSocket at `{}`", self.path.literal.value())
    }

    fn asserts_that(&self) -> Option<String> {
        Some(format!("no other endpoint is at `{}`", self.path.literal.value()))
    }
}
