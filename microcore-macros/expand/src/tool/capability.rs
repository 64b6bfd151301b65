//! `#[tool] pub trait Mailer { … }`

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token, Visibility, braced};

use super::Fragment;
use super::methods::{Method, output_span, shown};
use crate::errors::Errors;
use crate::parse::docs;
use microcore_syntax::Code;

struct Capability {
    attrs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    methods: Vec<Method>,
}

impl Parse for Capability {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input.parse::<Token![trait]>().map_err(|error| {
            syn::Error::new(
                error.span(),
                "`#[tool]` goes on a trait: the capability that plugins see",
            )
        })?;
        let name = input.parse()?;
        if !input.peek(syn::token::Brace) {
            return Err(input.error(
                "a capability has neither generic parameters nor supertraits\n\
                 help: remove them: `Send + Sync` is added by the macro",
            ));
        }
        let body;
        braced!(body in input);
        let mut methods = Vec::new();
        while !body.is_empty() {
            methods.push(body.parse()?);
        }
        Ok(Self { attrs, vis, name, methods })
    }
}

impl Capability {
    fn read(attr: &TokenStream, item: TokenStream, errors: &mut Errors) -> Option<Self> {
        if !attr.is_empty() {
            errors.at(Code::Attribute, attr, "`#[tool]` takes no arguments");
        }
        let this = errors.keep(Code::Attribute, syn::parse2::<Self>(item))?;
        this.methods.iter().for_each(|method| method.check(errors));
        Some(this)
    }
}

/// What `#[tool]` makes of the trait.
pub(crate) fn parts(
    attr: &TokenStream,
    item: TokenStream,
    mc: &TokenStream,
    errors: &mut Errors,
) -> Vec<Fragment> {
    // A trait with a mistake stays as it is: rustc would report the same again.
    match errors.whole(|errors| Capability::read(attr, item.clone(), errors)).flatten() {
        Some(capability) => expand(&capability, mc),
        None => vec![Fragment::as_written(item)],
    }
}

fn expand(capability: &Capability, mc: &TokenStream) -> Vec<Fragment> {
    let Capability { attrs, vis, name, methods } = capability;
    let handle = format_ident!("{name}Handle");
    let text = name.to_string();
    let doc = docs(attrs);
    let declared = methods.iter().map(|method| {
        let attrs = &method.attrs;
        let signature = method.boxed_signature(mc);
        quote!(#(#attrs)* #signature;)
    });
    let described = methods.iter().map(|method| {
        let (name, signature) = (method.sig.ident.to_string(), shown(&method.sig));
        let doc = docs(&method.attrs);
        quote!(#mc::meta::MethodMeta::new(#name, #signature).doc(#doc))
    });
    let called = methods.iter().enumerate().map(|(index, method)| call(index, method));
    let handle_doc = format!("[`{name}`], called through its proxy.");
    let capability = quote! {
        #(#attrs)*
        #vis trait #name: #mc::__private::Send + #mc::__private::Sync + 'static {
            #(#declared)*
        }
    };
    let handle_struct = quote! {
        #[doc = #handle_doc]
        #[#mc::__private::derive(#mc::__private::Clone, #mc::__private::Debug)]
        #vis struct #handle(#mc::__private::tool::Slot<dyn #name>);

        impl #handle {
            #(#called)*
        }
    };
    let known = quote! {
        impl #mc::tool::Capability for dyn #name + '_ {
            type Handle = #handle;
            const NAME: &'static str = #text;
            const DOC: &'static str = #doc;
            const METHODS: &'static [#mc::meta::MethodMeta] = &[#(#described),*];
        }

        impl<C: #mc::call::Call> #mc::call::Argument<C> for #handle {
            type State = Self;
            const META: #mc::meta::ArgMeta = #mc::meta::ArgMeta::Capability(#text);

            fn resolve(
                mount: &#mc::meta::Mount<'_>,
                _: &'static str,
            ) -> #mc::__private::Result<Self, #mc::meta::MountError> {
                mount.handle(#text)
            }

            fn take(source: &Self, _: &mut C) -> #mc::Result<Self> {
                #mc::__private::Ok(#mc::__private::Clone::clone(source))
            }
        }
    };
    let connectable = quote! {
        impl #mc::__private::tool::Connectable for dyn #name {
            fn handle(slot: #mc::__private::tool::Slot<Self>) -> #handle {
                #handle(slot)
            }
        }
    };
    vec![
        Fragment {
            why: "The capability, its futures boxed, so that it can be a trait object.",
            tokens: capability,
        },
        Fragment {
            why: "What `Tool<dyn …>` is to a plugin: each call goes through the proxy, which \
                  measures it and opens the circuit when the backend is down.",
            tokens: handle_struct,
        },
        Fragment {
            why: "Its name, signatures and documentation, for the manifest.",
            tokens: known,
        },
        Fragment {
            why: "Makes the handle that a handler takes as an argument.",
            tokens: connectable,
        },
    ]
}

/// The method that a plugin calls: through the proxy, without another box.
fn call(index: usize, method: &Method) -> TokenStream {
    let Method { attrs, sig, .. } = method;
    let name = &sig.ident;
    let arguments: Vec<TokenStream> = method.arguments().collect();
    let span = output_span(sig);
    let call = if sig.asyncness.is_some() {
        quote_spanned!(span=> {
            let call = async { self.0.get()?.#name(#(#arguments),*).await };
            self.0.proxy().call(#index, call).await
        })
    } else {
        quote_spanned!(span=>
            self.0.proxy().call_now(#index, || self.0.get()?.#name(#(#arguments),*))
        )
    };
    quote! {
        #(#attrs)*
        pub #sig {
            #call
        }
    }
}
