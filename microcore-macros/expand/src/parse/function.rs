//! A function's signature; its body stays tokens.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Pat, ReturnType, Signature, Type};

/// A function of a plugin.
pub(crate) struct Function {
    /// Its signature.
    pub sig: Signature,
}

/// One argument of a [`Function`].
pub(crate) struct Argument {
    /// Its name, without `mut`; `_` and patterns have none.
    pub name: Option<Ident>,
    /// Its type.
    pub ty: Type,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let sig = input.parse()?;
        // The body is not looked into: it may be incomplete.
        input.parse::<TokenStream>()?;
        Ok(Self { sig })
    }
}

impl Function {
    /// Its arguments, or what no handler can have.
    pub(crate) fn arguments(&self) -> syn::Result<Vec<Argument>> {
        self.sig.inputs.iter().map(argument).collect()
    }

    /// Its return type; `()` where none is written.
    pub(crate) fn output(&self) -> TokenStream {
        match &self.sig.output {
            ReturnType::Default => quote_spanned!(self.sig.ident.span()=> ()),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        }
    }

    /// Whether it is a plain `fn`.
    pub(crate) fn is_blocking(&self) -> bool {
        self.sig.asyncness.is_none()
    }
}

fn argument(arg: &FnArg) -> syn::Result<Argument> {
    match arg {
        FnArg::Receiver(receiver) => Err(syn::Error::new_spanned(
            receiver,
            "a handler has no `self`\nhelp: take what it needs as arguments",
        )),
        FnArg::Typed(typed) => {
            let name = match &*typed.pat {
                Pat::Ident(pat) => Some(pat.ident.clone()),
                _ => None,
            };
            Ok(Argument { name, ty: (*typed.ty).clone() })
        }
    }
}
