//! A function that something calls.

use microcore_syntax::Code;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Type};

use super::{Definition, Kind, named};
use crate::errors::Errors;
use crate::parse::{Function, Item, ItemKind, docs};
use crate::tokens::as_trait;

/// A handler of a plugin.
pub(crate) struct Handler {
    /// Its name.
    pub name: Ident,
    /// Its doc comment.
    pub docs: String,
    /// What calls it.
    pub kind: Box<dyn Kind>,
    /// What it asks for.
    pub args: Vec<Argument>,
    /// The function.
    pub function: Function,
    /// The `#[cfg]` attributes it is under.
    pub cfgs: Vec<Attribute>,
}

/// An argument of a handler.
pub(crate) struct Argument {
    /// Its name; `argN` where a pattern hides it.
    pub name: Ident,
    /// Its type.
    pub ty: Type,
}

impl Handler {
    /// Reads an item that carries the attribute of a kind.
    pub(crate) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let mut kinds = item.attrs.iter().filter_map(|attr| Some((named(attr)?, attr)));
        let (kind, attr) = kinds.next()?;
        if let Some((_, second)) = kinds.next() {
            errors.at(
                Code::Attribute,
                second,
                "a handler has one attribute that says what calls it\n\
                 help: split this into two functions",
            );
            return None;
        }
        if item.kind != ItemKind::Function {
            let message = format!("`#[{}]` goes on a function", kind.attribute);
            errors.at(Code::Attribute, &item.tokens, message);
            return None;
        }
        let function = syn::parse2::<Function>(item.tokens.clone())
            .map_err(|error| errors.syntax(&item.tokens, error))
            .ok();
        let kind = errors.keep(Code::Attribute, (kind.read)(attr));
        let function = function?;
        let args = errors.whole(|errors| read_args(&function, errors)).flatten();
        Some(Self {
            name: function.sig.ident.clone(),
            docs: docs(&item.attrs),
            kind: kind?,
            args: args?,
            function,
            cfgs: item.cfgs(),
        })
    }

    /// The argument that is what the caller sends, where it sends something.
    pub(crate) fn payload(&self) -> Option<&Argument> {
        self.args.first().filter(|_| self.kind.has_payload())
    }

    /// The arguments that are resolved.
    pub(crate) fn injected(&self) -> &[Argument] {
        &self.args[usize::from(self.payload().is_some())..]
    }

    /// The shape that it reads of the payload.
    pub(crate) fn payload_shape(&self, mc: &TokenStream) -> TokenStream {
        match self.payload() {
            Some(arg) => as_trait(&arg.ty, &quote!(#mc::data::View), "READS"),
            None => quote!(&#mc::schema::Shape::Unit),
        }
    }

    /// The field of `microcore::meta::PluginMeta` that lists it.
    pub(crate) fn list(&self) -> &'static str {
        self.kind.definition().list
    }

    /// The type of the call that reaches it.
    pub(crate) fn call_type(&self, mc: &TokenStream) -> TokenStream {
        let Definition { module, call, .. } = self.kind.definition();
        let (module, call) = (format_ident!("{module}"), format_ident!("{call}"));
        quote!(#mc::#module::#call)
    }

    /// The type of the mounted function.
    pub(crate) fn mounted_type(&self, mc: &TokenStream) -> TokenStream {
        let Definition { module, mounted, .. } = self.kind.definition();
        let (module, mounted) = (format_ident!("{module}"), format_ident!("{mounted}"));
        quote!(#mc::#module::#mounted)
    }
}

fn read_args(function: &Function, errors: &mut Errors) -> Option<Vec<Argument>> {
    let sig = &function.sig;
    if let Some(generic) = sig.generics.params.first() {
        errors.at(
            Code::Signature,
            generic,
            "a handler cannot have generic parameters\n\
             help: write the types that it is called with",
        );
    }
    if let Some(abi) = sig.abi.as_ref() {
        errors.at(
            Code::Signature,
            abi,
            "a handler has the calling convention of Rust\nhelp: remove `extern`",
        );
    }
    let arguments = errors.keep(Code::Signature, function.arguments())?;
    let args = arguments.into_iter().enumerate().map(|(index, argument)| {
        if let Type::Reference(reference) = &argument.ty {
            errors.at(
                Code::Signature,
                reference,
                "a handler owns its arguments\nhelp: write the type without `&`",
            );
        }
        let name = argument.name.map_or_else(|| format_ident!("arg{index}"), |name| name.unraw());
        Argument { name, ty: written_out(argument.ty) }
    });
    Some(args.collect())
}

impl Argument {
    /// The last segment of its type's path: `Path` of `microcore::Path<i64>`.
    pub(crate) fn type_name(&self) -> Option<String> {
        let Type::Path(path) = &self.ty else { return None };
        path.path.segments.last().map(|segment| segment.ident.to_string())
    }

    /// The only type argument of its type: `i64` of `Path<i64>`.
    pub(crate) fn type_argument(&self) -> Option<&Type> {
        let Type::Path(path) = &self.ty else { return None };
        let syn::PathArguments::AngleBracketed(args) = &path.path.segments.last()?.arguments else {
            return None;
        };
        match args.args.first()? {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// Whether it is a capability of the application, `Tool<dyn Trait>`.
    pub(crate) fn is_tool(&self) -> bool {
        self.type_name().as_deref() == Some("Tool")
    }

    /// Where its type is.
    pub(crate) fn span(&self) -> Span {
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
