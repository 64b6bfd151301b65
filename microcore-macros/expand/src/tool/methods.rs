//! Methods whose futures are boxed, so that their trait can be a `dyn Trait`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, Lifetime, PathArguments, ReturnType, Signature, Type,
    Visibility,
};

use crate::errors::Errors;
use microcore_syntax::Code;

/// A method: of a trait (its body is `;` or a default) or of an implementation.
pub(super) struct Method {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// Its signature.
    pub sig: Signature,
    /// Its body, as written.
    pub body: TokenStream,
}

impl Parse for Method {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        let sig = input.parse()?;
        let body = input.parse::<proc_macro2::TokenTree>()?.into_token_stream();
        Ok(Self { attrs, sig, body })
    }
}

impl Method {
    /// Whether a capability can have this method; reports why it cannot.
    pub(super) fn check(&self, errors: &mut Errors) {
        let sig = &self.sig;
        if !matches!(sig.inputs.first(), Some(FnArg::Receiver(receiver)) if is_shared(receiver)) {
            errors.at(
                Code::Attribute,
                &sig.ident,
                "a method of a tool takes `&self`: all plugins share the tool",
            );
        }
        if let Some(generic) = sig.generics.params.first() {
            errors.at(
                Code::Attribute,
                generic,
                "a method of a tool cannot have generic parameters: it is called through `dyn`",
            );
        }
        if matches!(sig.output, ReturnType::Default) {
            errors.at(
                Code::Attribute,
                &sig.ident,
                "a method of a tool can fail: its backend may be unavailable\n\
                 help: return `microcore::Result<…>`",
            );
        }
    }

    /// The signature with one lifetime for everything borrowed and, where it is
    /// `async`, a boxed future.
    pub(super) fn boxed_signature(&self, mc: &TokenStream) -> TokenStream {
        let Signature { ident, inputs, output, asyncness, .. } = &self.sig;
        if asyncness.is_none() {
            let sig = &self.sig;
            return quote!(#sig);
        }
        let inputs = inputs.iter().map(|arg| {
            let mut arg = arg.clone();
            match &mut arg {
                FnArg::Receiver(_) => quote!(&'call self),
                FnArg::Typed(typed) => {
                    name_lifetimes(&mut typed.ty);
                    quote!(#typed)
                }
            }
        });
        let output = output_type(output);
        quote_spanned! {ident.span()=>
            fn #ident<'call>(#(#inputs),*) -> #mc::__private::BoxFuture<'call, #output>
        }
    }

    /// The names of the arguments after `&self`.
    pub(super) fn arguments(&self) -> impl Iterator<Item = TokenStream> {
        self.sig.inputs.iter().filter_map(|arg| match arg {
            FnArg::Typed(typed) => Some(typed.pat.to_token_stream()),
            FnArg::Receiver(_) => None,
        })
    }

    /// The return type.
    pub(super) fn output(&self) -> TokenStream {
        output_type(&self.sig.output)
    }
}

fn is_shared(receiver: &syn::Receiver) -> bool {
    receiver.to_token_stream().to_string() == "& self"
}

fn output_type(output: &ReturnType) -> TokenStream {
    match output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    }
}

/// Gives every reference without a lifetime that of the call.
fn name_lifetimes(ty: &mut Type) {
    let call = || Lifetime::new("'call", Span::call_site());
    match ty {
        Type::Reference(reference) => {
            reference.lifetime.get_or_insert_with(call);
            name_lifetimes(&mut reference.elem);
        }
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(name_lifetimes),
        Type::Slice(slice) => name_lifetimes(&mut slice.elem),
        Type::Array(array) => name_lifetimes(&mut array.elem),
        Type::Paren(paren) => name_lifetimes(&mut paren.elem),
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                let PathArguments::AngleBracketed(args) = &mut segment.arguments else { continue };
                for arg in &mut args.args {
                    match arg {
                        GenericArgument::Type(ty) => name_lifetimes(ty),
                        GenericArgument::Lifetime(lifetime) if lifetime.ident == "_" => {
                            *lifetime = call();
                        }
                        _ => {}
                    }
                }
            }
        }
        _ => {}
    }
}

/// The signature as a reader sees it: `async fn send(&self, to: &str) -> Result<String>`.
pub(super) fn shown(sig: &Signature) -> String {
    // Printed tokens break long lines wherever they like.
    let text = sig.to_token_stream().to_string();
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" :", ":"),
        ("' ", "'"),
    ] {
        text = text.replace(from, to);
    }
    text.replace("->", " -> ").replace("  ", " ")
}

/// Where the output is, for errors about it.
pub(super) fn output_span(sig: &Signature) -> Span {
    match &sig.output {
        ReturnType::Default => sig.ident.span(),
        ReturnType::Type(_, ty) => ty.span(),
    }
}
