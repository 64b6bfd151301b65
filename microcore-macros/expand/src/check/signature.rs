//! Whether a handler's arguments are those of its kind.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::attr::RoutePath;
use crate::errors::Errors;
use crate::handlers::{Argument, Handler};
use crate::model::{Body, Data};
use microcore_syntax::Code;

/// Reports what cannot work in a handler's signature.
pub(super) fn check(data: &[Data], handler: &Handler, errors: &mut Errors) {
    nameless_types(handler, errors);
    if let Some(path) = handler.kind.path() {
        path_params(data, handler, path, errors);
    }
    handler.kind.check(handler, errors);
}

/// `impl Trait` is a type without a name, and so without metadata.
fn nameless_types(handler: &Handler, errors: &mut Errors) {
    let arguments = handler.args.iter().map(|arg| arg.ty.to_token_stream());
    for ty in arguments.chain([handler.function.output()]) {
        if mentions_impl(ty.clone()) {
            errors.at(
                Code::Signature,
                ty,
                "the type behind `impl` cannot be described in the schema\n\
                 help: name the type here",
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
fn path_params(data: &[Data], handler: &Handler, path: &RoutePath, errors: &mut Errors) {
    let RoutePath { literal, params } = path;
    let mut taken: Vec<String> = Vec::new();
    let mut unfilled = Vec::new();
    for arg in handler.args.iter().filter(|arg| arg.type_name().as_deref() == Some("Path")) {
        let Some(names) = param_names(data, arg) else { return };
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
                "the path `{path}` has `{{{param}}}` and this argument takes `{{{name}}}`\n\
                 help: give both one name"
            ),
            _ => format!(
                "nothing fills this argument: the path `{path}` has no `{{{name}}}`{}",
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
                "no argument takes `{{{param}}}`\n\
                 help: add `{param}: Path<i64>` (or `String`, `Uuid`, …) to `{}`",
                handler.name
            ),
        );
    }
}

/// The parameters that a `Path` argument takes; `None` when its type is declared
/// elsewhere.
fn param_names(data: &[Data], arg: &Argument) -> Option<Vec<String>> {
    let syn::Type::Path(inner) = arg.type_argument()? else { return None };
    let inner = inner.path.segments.last()?.ident.to_string();
    if SCALARS.contains(&inner.as_str()) {
        return Some(vec![arg.name.to_string()]);
    }
    let data = data.iter().find(|data| data.name == inner)?;
    match data.body()? {
        Body::Struct(fields) => Some(fields.iter().map(|field| field.wire.clone()).collect()),
        Body::Newtype(_) | Body::Enum(_) => None,
    }
}

fn offered(params: &[String]) -> String {
    if params.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = params.iter().map(|param| format!("`{{{param}}}`")).collect();
    format!("\nhelp: it has {}", listed.join(", "))
}
