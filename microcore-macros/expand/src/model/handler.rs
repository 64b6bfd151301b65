//! A function that something calls.

use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Type};

use super::data::parse_args;
use super::docs;
use crate::attr::{HookAttr, OnAskAttr, OnEventAttr, RouteAttr, ScheduleAttr, WebSocketAttr};
use crate::errors::Errors;
use crate::parse::{Function, Item, ItemKind, is_named};
use microcore_syntax::Code;

/// A handler of a plugin.
pub struct Handler {
    /// Its name.
    pub name: Ident,
    /// Its doc comment.
    pub docs: String,
    /// What calls it.
    pub kind: HandlerKind,
    /// What it asks for.
    pub args: Vec<Arg>,
    /// The function.
    pub function: Function,
    /// The `#[cfg]` attributes it stands under.
    pub cfgs: Vec<Attribute>,
}

/// What calls a handler.
pub enum HandlerKind {
    /// `#[route]`
    Route(RouteAttr),
    /// `#[websocket]`
    WebSocket(WebSocketAttr),
    /// `#[on_event]`
    OnEvent(OnEventAttr),
    /// `#[on_ask]`
    OnAsk(OnAskAttr),
    /// `#[schedule]`
    Schedule(ScheduleAttr),
    /// `#[on_start]`
    OnStart(HookAttr),
    /// `#[on_stop]`
    OnStop(HookAttr),
}

/// An argument of a handler.
pub struct Arg {
    /// Its name; `argN` where a pattern hides it.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
}

/// The attributes that make a function a handler.
pub const ATTRIBUTES: &[&str] =
    &["route", "websocket", "on_event", "on_ask", "schedule", "on_start", "on_stop"];

impl Handler {
    /// Reads an item that carries one of [`ATTRIBUTES`].
    pub fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let mut kinds = item.attrs.iter().filter_map(|attr| {
            ATTRIBUTES.iter().find(|name| is_named(attr, name)).map(|name| (*name, attr))
        });
        let (name, attr) = kinds.next()?;
        if let Some((_, second)) = kinds.next() {
            errors.at(
                Code::Attribute,
                second,
                "a handler has one caller: split this into two functions",
            );
            return None;
        }
        if item.kind != ItemKind::Function {
            errors.at(Code::Attribute, &item.tokens, format!("`#[{name}]` goes on a function"));
            return None;
        }
        let function = syn::parse2::<Function>(item.tokens.clone())
            .map_err(|error| errors.syntax(&item.tokens, error))
            .ok();
        let kind = errors.keep(Code::Attribute, read_kind(name, attr));
        let function = function?;
        let args = read_args(&function, errors);
        Some(Self {
            name: function.sig.ident.clone(),
            docs: docs(&item.attrs),
            kind: kind?,
            args: args?,
            function,
            cfgs: item.cfgs(),
        })
    }
}

fn read_kind(name: &str, attr: &Attribute) -> syn::Result<HandlerKind> {
    Ok(match name {
        "route" => HandlerKind::Route(parse_args(attr)?),
        "websocket" => HandlerKind::WebSocket(parse_args(attr)?),
        "on_event" => HandlerKind::OnEvent(parse_args(attr)?),
        "on_ask" => HandlerKind::OnAsk(parse_args(attr)?),
        "schedule" => HandlerKind::Schedule(parse_args(attr)?),
        "on_start" => HandlerKind::OnStart(HookAttr::read(attr, name)?),
        _ => HandlerKind::OnStop(HookAttr::read(attr, name)?),
    })
}

fn read_args(function: &Function, errors: &mut Errors) -> Option<Vec<Arg>> {
    let before = errors.count();
    let sig = &function.sig;
    if let Some(generic) = sig.generics.params.first() {
        errors.at(
            Code::Signature,
            generic,
            "a handler has no parameters: whoever calls it must know its types",
        );
    }
    if let Some(abi) = sig.abi.as_ref() {
        errors.at(Code::Signature, abi, "a handler is a plain Rust function");
    }
    let arguments = errors.keep(Code::Signature, function.arguments())?;
    let args = arguments.into_iter().enumerate().map(|(index, argument)| {
        if let Type::Reference(reference) = &argument.ty {
            errors.at(
                Code::Signature,
                reference,
                "a handler owns its arguments: write the type without `&`",
            );
        }
        let name = argument.name.map_or_else(|| format_ident!("arg{index}"), |name| name.unraw());
        Arg { name, ty: written_out(argument.ty) }
    });
    let args = args.collect();
    (errors.count() == before).then_some(args)
}

impl Arg {
    /// The last segment of its type's path: `Path` of `microcore::Path<i64>`.
    pub fn type_name(&self) -> Option<String> {
        let Type::Path(path) = &self.ty else { return None };
        path.path.segments.last().map(|segment| segment.ident.to_string())
    }

    /// The only type argument of its type: `i64` of `Path<i64>`.
    pub fn type_argument(&self) -> Option<&Type> {
        let Type::Path(path) = &self.ty else { return None };
        let syn::PathArguments::AngleBracketed(args) = &path.path.segments.last()?.arguments else {
            return None;
        };
        match args.args.first()? {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// Whether it is a capability of the application's own, `Tool<dyn Trait>`.
    pub fn is_tool(&self) -> bool {
        self.type_name().as_deref() == Some("Tool")
    }

    /// Where its type stands.
    pub fn span(&self) -> proc_macro2::Span {
        self.ty.span()
    }
}

/// `Tool<dyn Trait + 'static>` for `Tool<dyn Trait>`: what a signature means by it, and
/// an expression would leave open.
fn written_out(mut ty: Type) -> Type {
    if let Type::Path(path) = &mut ty
        && let Some(last) = path.path.segments.last_mut()
        && let syn::PathArguments::AngleBracketed(args) = &mut last.arguments
        && let Some(syn::GenericArgument::Type(Type::TraitObject(object))) = args.args.first_mut()
        && !object.bounds.iter().any(|bound| matches!(bound, syn::TypeParamBound::Lifetime(_)))
    {
        object.bounds.push(syn::parse_quote!('static));
    }
    ty
}
