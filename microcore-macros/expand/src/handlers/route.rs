//! `#[route(POST, "/users", status = 201, roles = ["admin"])]`: an HTTP endpoint.

use microcore_syntax::Code;
use microcore_syntax::fnv::route_key;
use microcore_syntax::method::{METHODS, is_method};
use microcore_syntax::suggest::nearest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{LitInt, LitStr, Token};

use super::{Argument, Assertion, Definition, Handler, Kind, Meta, Outcome, list_setter, setter};
use crate::attr::{Keys, RoutePath, listed, parse_args};
use crate::errors::Errors;
use crate::tokens::{as_trait, location};

pub(super) const ROUTE: Definition = Definition {
    attribute: "route",
    list: "routes",
    meta: "RouteMeta",
    module: "http",
    call: "HttpCall",
    mounted: "RouteFn",
    assertion: Some(Assertion {
        check: "route",
        entry_key: |entry, mc| quote!(#mc::__private::check::route_key(#entry.method, #entry.path)),
    }),
    keys: &[
        ("status", "The status of success, from 200 to 399: `status = 201`."),
        ("roles", "The roles of which the caller needs one: `roles = [\"admin\"]`."),
        ("body_limit", "The largest body in bytes: `body_limit = 4096`."),
        ("timeout", "How long the handler may take: `timeout = \"2s\"`."),
    ],
    read: |attr| Ok(Box::new(parse_args::<Route>(attr)?)),
};

/// The attribute's arguments.
struct Route {
    /// `GET`, …
    method: Ident,
    /// The path.
    path: RoutePath,
    /// The status of success; 0 where none is given.
    status: u16,
    /// Roles of which the caller needs one.
    roles: Vec<LitStr>,
    /// The largest body in bytes; 0 where none is given.
    body_limit: usize,
    /// How long the handler may take, in milliseconds; 0 where nothing is given.
    timeout_ms: u64,
}

impl Parse for Route {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let method: Ident = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "the first argument is the method\nhelp: write `#[route(GET, \"/users\")]`",
            )
        })?;
        let name = method.to_string();
        if !is_method(&name) {
            let near = nearest(&name.to_ascii_uppercase(), METHODS.iter().copied());
            let hint = near.map_or_else(
                || format!("write one of {}", listed(METHODS)),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(syn::Error::new(
                method.span(),
                format!("`{name}` is not a method\nhelp: {hint}"),
            ));
        }
        input.parse::<Token![,]>().map_err(|error| {
            syn::Error::new(
                error.span(),
                "the second argument is the path\nhelp: write `#[route(GET, \"/users\")]`",
            )
        })?;
        let path = input.parse()?;
        let mut keys = Keys::after(input)?;
        let status = keys.value::<LitInt>("status")?;
        let roles = keys.texts("roles")?;
        let body_limit = keys.number("body_limit")?.unwrap_or(0);
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        ROUTE.finish(keys)?;
        Ok(Self { method, path, status: success(status)?, roles, body_limit, timeout_ms })
    }
}

fn success(status: Option<LitInt>) -> syn::Result<u16> {
    let Some(literal) = status else { return Ok(0) };
    match literal.base10_parse() {
        Ok(status @ 200..=399) => Ok(status),
        _ => Err(syn::Error::new(
            literal.span(),
            "`status` is the status of a success, from 200 to 399\n\
             help: a failure is answered by returning an `Error`",
        )),
    }
}

impl Kind for Route {
    fn definition(&self) -> &'static Definition {
        &ROUTE
    }

    fn meta(&self, handler: &Handler, mc: &TokenStream) -> Meta {
        let Self { method, path, status, roles, body_limit, timeout_ms } = self;
        let (method, path) = (method.to_string(), &path.literal);
        let path_location = location(path.span(), mc);
        let reply = as_trait(handler.function.output(), &quote!(#mc::http::Reply), "META");
        let setters = [
            setter("status", status),
            list_setter("roles", roles),
            setter("body_limit", body_limit),
            setter("timeout_ms", timeout_ms),
            quote!(.path_location(#path_location)),
        ];
        Meta { args: quote!(#method, #path, #reply,), setters: setters.into_iter().collect() }
    }

    fn asserts(&self) -> Option<(Span, u64)> {
        let path = &self.path.literal;
        Some((path.span(), route_key(&self.method.to_string(), &path.value())))
    }

    fn path(&self) -> Option<&RoutePath> {
        Some(&self.path)
    }

    fn has_payload(&self) -> bool {
        false
    }

    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome {
        let reply = as_trait(output, &quote!(#mc::http::Reply), "reply");
        Outcome { tokens: quote!(#reply(#called, call.route)), reads_call: true }
    }

    /// At most one body, and none where the method has none.
    fn check(&self, handler: &Handler, errors: &mut Errors) {
        let is_body = |arg: &&Argument| {
            matches!(arg.type_name().as_deref(), Some("Json" | "Form" | "Multipart"))
        };
        let mut bodies = handler.args.iter().filter(is_body);
        let Some(first) = bodies.next() else { return };
        let method = self.method.to_string();
        if matches!(method.as_str(), "GET" | "HEAD") {
            errors.at(
                Code::Signature,
                &first.ty,
                format!(
                    "a {method} request has no body\n\
                     help: read the value from the query, with `Query<T>`"
                ),
            );
        }
        if let Some(second) = bodies.next() {
            errors.at(
                Code::Signature,
                &second.ty,
                "a request has one body, and another argument reads it already",
            );
        }
    }

    fn runs_for(&self) -> String {
        format!("each `{} {}`", self.method, self.path.literal.value())
    }

    fn asserts_that(&self) -> Option<String> {
        Some(format!("no other route is `{} {}`", self.method, self.path.literal.value()))
    }
}
