//! Whether a handler's arguments fit what calls it.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::errors::Errors;
use crate::model::{Arg, Body, Handler, HandlerKind, Plugin};
use microcore_syntax::Code;

/// Reports what cannot work in a handler's signature.
pub fn check(plugin: &Plugin, handler: &Handler, errors: &mut Errors) {
    nameless_types(handler, errors);
    match &handler.kind {
        HandlerKind::Route(route) => {
            path_params(plugin, handler, &route.path.params, &route.path.literal, errors);
            bodies(handler, &route.method.to_string(), errors);
        }
        HandlerKind::WebSocket(socket) => {
            path_params(plugin, handler, &socket.path.params, &socket.path.literal, errors);
            if handler.function.is_blocking() {
                errors.at(
                    Code::Signature,
                    handler.function.sig.fn_token,
                    "a WebSocket handler waits for messages: make it `async fn`",
                );
            }
        }
        HandlerKind::OnEvent(on_event) if handler.args.is_empty() => errors.at(
            Code::Signature,
            &handler.name,
            format!(
                "the first argument is what this subscriber reads of `{}`: a `#[view]` struct",
                on_event.name.literal.value()
            ),
        ),
        HandlerKind::OnAsk(on_ask) if handler.args.is_empty() => errors.at(
            Code::Signature,
            &handler.name,
            format!(
                "the first argument is what this reads of the question `{}`: a `#[view]` struct",
                on_ask.name.literal.value()
            ),
        ),
        _ => {}
    }
}

/// `impl Trait` is a type without a name, and so without metadata.
fn nameless_types(handler: &Handler, errors: &mut Errors) {
    let arguments = handler.args.iter().map(|arg| arg.ty.to_token_stream());
    for ty in arguments.chain([handler.function.output()]) {
        if mentions_impl(ty.clone()) {
            errors.at(
                Code::Signature,
                ty,
                "name the type here: what stands behind `impl` cannot be described, nor told from \
                 anything else",
            );
        }
    }
}

fn mentions_impl(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "impl",
        TokenTree::Group(group) => mentions_impl(group.stream()),
        _ => false,
    })
}

const SCALARS: &[&str] =
    &["String", "bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "Uuid"];

/// Every `{parameter}` is taken by an argument, and the reverse.
fn path_params(
    plugin: &Plugin,
    handler: &Handler,
    params: &[String],
    literal: &syn::LitStr,
    errors: &mut Errors,
) {
    let mut taken: Vec<String> = Vec::new();
    let mut unfilled = Vec::new();
    for arg in handler.args.iter().filter(|arg| arg.type_name().as_deref() == Some("Path")) {
        let Some(names) = param_names(plugin, arg) else { return };
        for name in names {
            if !params.contains(&name) {
                unfilled.push((arg, name.clone()));
            }
            taken.push(name);
        }
    }
    let mut untaken: Vec<&String> = params.iter().filter(|param| !taken.contains(param)).collect();
    for (arg, name) in &unfilled {
        let path = literal.value();
        let problem = match (unfilled.as_slice(), untaken.as_slice()) {
            // One of each: two names for one thing.
            ([_], [param]) => format!(
                "the path `{path}` has `{{{param}}}` and this argument takes `{{{name}}}`: give both \
                 one name"
            ),
            _ => format!(
                "nothing fills this: the path `{path}` has no `{{{name}}}`{}",
                offered(params)
            ),
        };
        errors.at(Code::PathParameter, &arg.ty, problem);
    }
    if unfilled.len() == 1 && untaken.len() == 1 {
        untaken.clear();
    }
    for param in untaken {
        errors.at(
            Code::PathParameter,
            literal,
            format!(
                "no argument takes `{{{param}}}`: add `{param}: Path<i64>` (or `String`, `Uuid`, …) \
                 to `{}`",
                handler.name
            ),
        );
    }
}

/// The parameters that a `Path` argument takes; `None` when its type is declared
/// out of sight.
fn param_names(plugin: &Plugin, arg: &Arg) -> Option<Vec<String>> {
    let syn::Type::Path(inner) = arg.type_argument()? else { return None };
    let inner = inner.path.segments.last()?.ident.to_string();
    if SCALARS.contains(&inner.as_str()) {
        return Some(vec![arg.name.to_string()]);
    }
    let data = plugin.data.iter().find(|data| data.name == inner)?;
    match &data.body {
        Body::Struct(fields) => Some(fields.iter().map(|field| field.wire.clone()).collect()),
        Body::Newtype(_) | Body::Enum(_) => None,
    }
}

fn offered(params: &[String]) -> String {
    if params.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = params.iter().map(|param| format!("`{{{param}}}`")).collect();
    format!("; it has {}", listed.join(", "))
}

/// At most one body, and none where the method has none.
fn bodies(handler: &Handler, method: &str, errors: &mut Errors) {
    let is_body =
        |arg: &&Arg| matches!(arg.type_name().as_deref(), Some("Json" | "Form" | "Multipart"));
    let mut bodies = handler.args.iter().filter(is_body);
    let Some(first) = bodies.next() else { return };
    if matches!(method, "GET" | "HEAD") {
        errors.at(
            Code::Signature,
            &first.ty,
            format!("a {method} request has no body: take it from the query with `Query<T>`"),
        );
    }
    if let Some(second) = bodies.next() {
        errors.at(
            Code::Signature,
            &second.ty,
            "a request has one body, and another argument takes it already",
        );
    }
}
