//! Whether a handler's arguments fit what calls it.

use crate::code::Code;
use crate::errors::Errors;
use crate::model::{Arg, Body, Handler, HandlerKind, Plugin};

/// Reports what cannot work in a handler's signature.
pub fn check(plugin: &Plugin, handler: &Handler, errors: &mut Errors) {
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
    for arg in handler.args.iter().filter(|arg| arg.type_name().as_deref() == Some("Path")) {
        let Some(names) = param_names(plugin, arg) else { return };
        for name in names {
            if !params.contains(&name) {
                errors.at(
                    Code::Parameter,
                    &arg.ty,
                    format!(
                        "nothing fills this: the path `{}` has no `{{{name}}}`{}",
                        literal.value(),
                        offered(params)
                    ),
                );
            }
            taken.push(name);
        }
    }
    for param in params.iter().filter(|param| !taken.contains(param)) {
        errors.at(
            Code::Parameter,
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
