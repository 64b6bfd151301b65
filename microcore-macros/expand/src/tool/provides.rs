//! `#[provides] impl Mailer for Smtp { … }`

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Path, Token, Type, braced};

use super::Part;
use super::methods::Method;
use crate::code::Code;
use crate::errors::Errors;
use crate::expand::site;

struct Implementation {
    attrs: Vec<Attribute>,
    capability: Path,
    provider: Type,
    methods: Vec<Method>,
}

impl Parse for Implementation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        input.parse::<Token![impl]>().map_err(|error| {
            syn::Error::new(error.span(), "`#[provides]` goes on `impl Capability for Tool { … }`")
        })?;
        let capability = input.parse()?;
        input.parse::<Token![for]>().map_err(|error| {
            syn::Error::new(error.span(), "name the capability: `impl Mailer for Smtp { … }`")
        })?;
        let provider = input.parse()?;
        let body;
        braced!(body in input);
        let mut methods = Vec::new();
        while !body.is_empty() {
            methods.push(body.parse()?);
        }
        Ok(Self { attrs, capability, provider, methods })
    }
}

/// What `#[provides]` makes of the implementation: the methods of the trait, and
/// `connect`, `health` and `close`, each of which may be left out. `body` may put
/// something else in the place of a method's body.
pub fn parts(
    attr: &TokenStream,
    item: TokenStream,
    mc: &TokenStream,
    errors: &mut Errors,
    mut body: impl FnMut(TokenStream) -> TokenStream,
) -> Vec<Part> {
    if !attr.is_empty() {
        errors.at(Code::Word, attr, "`#[provides]` has no arguments");
    }
    let read = syn::parse2::<Implementation>(item.clone());
    let Some(mut implementation) = errors.keep(Code::Word, read) else {
        return vec![Part::as_written(item)];
    };
    for method in &mut implementation.methods {
        method.body = body(std::mem::take(&mut method.body));
    }
    expand(&implementation, mc, errors)
}

fn expand(implementation: &Implementation, mc: &TokenStream, errors: &mut Errors) -> Vec<Part> {
    let Implementation { attrs, capability, provider, methods } = implementation;
    let (life, calls): (Vec<&Method>, Vec<&Method>) = methods.iter().partition(|method| {
        ["connect", "health", "close"].iter().any(|name| method.sig.ident == name)
    });
    let calls = calls.iter().map(|method| {
        let Method { attrs, sig, body } = method;
        let signature = method.boxed_signature(mc);
        if sig.asyncness.is_some() {
            let output = method.output();
            quote! {
                #(#attrs)*
                #signature {
                    #mc::__private::Box::pin(async move {
                        let result: #output = async move #body.await;
                        result
                    })
                }
            }
        } else {
            quote!(#(#attrs)* #signature #body)
        }
    });
    let find = |name: &str| life.iter().find(|method| method.sig.ident == name).copied();
    let connect = connect(find("connect"), mc, errors);
    let health = find("health").map(life_method);
    let close = find("close").map(life_method);
    let user_connect = find("connect").map(|method| {
        let Method { attrs, sig, body } = method;
        let mut sig = sig.clone();
        sig.ident = format_ident!("__connect", span = sig.ident.span());
        quote! {
            impl #provider {
                #(#attrs)*
                #sig #body
            }
        }
    });
    let text = provider.to_token_stream().to_string().replace(' ', "");
    let site = site(provider.span(), mc);
    let methods = quote! {
        #(#attrs)*
        impl #capability for #provider {
            #(#calls)*
        }
    };
    let lifecycle = quote! {
        impl #mc::tool::custom::Provides for #provider {
            #connect
            #health
            #close
        }
    };
    let listed = quote! {
        impl #mc::tool::custom::Implementation for #provider {
            const TOOL: #mc::meta::ToolMeta = #mc::meta::ToolMeta {
                capability: <dyn #capability as #mc::tool::custom::Capability>::NAME,
                provider: #text,
                doc: <dyn #capability as #mc::tool::custom::Capability>::DOC,
                methods: <dyn #capability as #mc::tool::custom::Capability>::METHODS,
                site: #site,
                start: |startup| {
                    #mc::tool::custom::start::<dyn #capability, Self>(startup, |tool| tool)
                },
            };
        }
    };
    let methods = Part {
        why: "The capability's methods; an `async fn` becomes a boxed future around your own code.",
        tokens: methods,
    };
    let user_connect =
        user_connect.map(|tokens| Part { why: "Your own `connect`, as you wrote it.", tokens });
    let lifecycle = Part {
        why: "What the kernel calls in the tool's life: `check` reads its settings before anything \
              starts, `connect` makes it.",
        tokens: lifecycle,
    };
    let listed = Part {
        why: "What `app!` lists: which capability this provides, and how it is started.",
        tokens: listed,
    };
    std::iter::once(methods).chain(user_connect).chain([lifecycle, listed]).collect()
}

/// `check` and `connect`: the settings are read for the user's `connect`.
fn connect(method: Option<&Method>, mc: &TokenStream, errors: &mut Errors) -> TokenStream {
    let Some(method) = method else {
        return quote! {
            fn check(
                _: &#mc::config::Settings,
            ) -> #mc::__private::Result<(), #mc::config::SettingsError> {
                #mc::__private::Ok(())
            }
            async fn connect(_: &#mc::config::Settings) -> #mc::Result<Self> {
                #mc::__private::Ok(<Self as #mc::__private::Default>::default())
            }
        };
    };
    let mut types = Vec::new();
    for arg in &method.sig.inputs {
        match arg {
            FnArg::Typed(typed) => types.push(&typed.ty),
            FnArg::Receiver(receiver) => {
                errors.at(
                    Code::Word,
                    receiver,
                    "`connect` makes the tool: it takes `#[config]` structs only",
                );
            }
        }
    }
    let names: Vec<_> = (0..types.len()).map(|index| format_ident!("c{index}")).collect();
    let wait = method.sig.asyncness.map(|token| quote_spanned!(token.span=> .await));
    quote! {
        fn check(
            settings: &#mc::config::Settings,
        ) -> #mc::__private::Result<(), #mc::config::SettingsError> {
            <(#(#types,)*) as #mc::tool::custom::ConnectArgs>::read(settings)
                .map(#mc::__private::drop)
        }
        async fn connect(settings: &#mc::config::Settings) -> #mc::Result<Self> {
            let (#(#names,)*) =
                <(#(#types,)*) as #mc::tool::custom::ConnectArgs>::read(settings)?;
            Self::__connect(#(#names),*) #wait
        }
    }
}

/// `health` and `close`, which a plain `fn` may be too.
fn life_method(method: &Method) -> TokenStream {
    let Method { attrs, sig, body } = method;
    let mut sig = sig.clone();
    if sig.asyncness.is_none() {
        sig.asyncness = Some(Token![async](sig.ident.span()));
    }
    quote!(#(#attrs)* #sig #body)
}
