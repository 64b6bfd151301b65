//! `#[provides] impl Mailer for Smtp { … }`

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Path, Token, Type, braced};

use super::Fragment;
use super::methods::Method;
use crate::errors::Errors;
use crate::tokens::location;
use microcore_syntax::Code;

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
            syn::Error::new(
                error.span(),
                "`#[provides]` goes on an `impl` of a capability\n\
                 help: write `impl Capability for Tool { … }`",
            )
        })?;
        let capability = input.parse()?;
        input.parse::<Token![for]>().map_err(|error| {
            syn::Error::new(
                error.span(),
                "`#[provides]` needs the capability\nhelp: write `impl Mailer for Smtp { … }`",
            )
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
pub(crate) fn parts(
    attr: &TokenStream,
    item: TokenStream,
    mc: &TokenStream,
    errors: &mut Errors,
    mut body: impl FnMut(TokenStream) -> TokenStream,
) -> Vec<Fragment> {
    if !attr.is_empty() {
        errors.at(Code::Attribute, attr, "`#[provides]` takes no arguments");
    }
    let read = syn::parse2::<Implementation>(item.clone());
    let Some(mut implementation) = errors.keep(Code::Attribute, read) else {
        return vec![Fragment::as_written(item)];
    };
    for method in &mut implementation.methods {
        method.body = body(std::mem::take(&mut method.body));
    }
    expand(&Tool::check(implementation, errors), mc)
}

/// An implementation, checked: its methods by what calls them.
struct Tool {
    attrs: Vec<Attribute>,
    capability: Path,
    provider: Type,
    /// Those of the capability.
    calls: Vec<Method>,
    connect: Option<Connect>,
    health: Option<Method>,
    close: Option<Method>,
}

/// The method that makes the tool.
struct Connect {
    method: Method,
    /// The types of the settings that it takes.
    settings: Vec<Type>,
}

impl Tool {
    fn check(implementation: Implementation, errors: &mut Errors) -> Self {
        let Implementation { attrs, capability, provider, methods: mut calls } = implementation;
        let mut take = |name: &str| {
            let at = calls.iter().position(|method| method.sig.ident == name)?;
            Some(calls.remove(at))
        };
        let connect = take("connect").map(|method| Connect::check(method, errors));
        let (health, close) = (take("health"), take("close"));
        Self { attrs, capability, provider, calls, connect, health, close }
    }
}

impl Connect {
    fn check(method: Method, errors: &mut Errors) -> Self {
        let mut settings = Vec::new();
        for arg in &method.sig.inputs {
            match arg {
                FnArg::Typed(typed) => settings.push((*typed.ty).clone()),
                FnArg::Receiver(receiver) => {
                    errors.at(
                        Code::Attribute,
                        receiver,
                        "`connect` takes `#[config]` structs only",
                    );
                }
            }
        }
        Self { method, settings }
    }
}

fn expand(tool: &Tool, mc: &TokenStream) -> Vec<Fragment> {
    let Tool { attrs, capability, provider, calls, connect, health, close } = tool;
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
    let user_connect = connect.as_ref().map(|Connect { method, settings: _ }| {
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
    let connect_call = connect_call(connect.as_ref(), mc);
    let health = health.as_ref().map(lifecycle_method);
    let close = close.as_ref().map(lifecycle_method);
    let text = provider.to_token_stream().to_string().replace(' ', "");
    let location = location(provider.span(), mc);
    let methods = quote! {
        #(#attrs)*
        impl #capability for #provider {
            #(#calls)*
        }
    };
    let lifecycle = quote! {
        impl #mc::tool::Provides for #provider {
            #connect_call
            #health
            #close
        }
    };
    let listed = quote! {
        impl #mc::tool::Implementation for #provider {
            const TOOL: #mc::meta::ToolMeta = #mc::meta::ToolMeta::new(
                <dyn #capability as #mc::tool::Capability>::NAME,
                #text,
                #location,
                |startup| #mc::__private::tool::start::<dyn #capability, Self>(startup, |tool| tool),
            )
            .doc(<dyn #capability as #mc::tool::Capability>::DOC)
            .methods(<dyn #capability as #mc::tool::Capability>::METHODS);
        }
    };
    let methods = Fragment {
        why: "The capability's methods; an `async fn` becomes a boxed future around your own code.",
        tokens: methods,
    };
    let user_connect =
        user_connect.map(|tokens| Fragment { why: "Your own `connect`, as you wrote it.", tokens });
    let lifecycle = Fragment {
        why: "What the kernel calls during the tool's lifecycle: `check` reads its settings before anything \
              starts, `connect` makes it.",
        tokens: lifecycle,
    };
    let listed = Fragment {
        why: "What `app!` lists: which capability this provides, and how it is started.",
        tokens: listed,
    };
    std::iter::once(methods).chain(user_connect).chain([lifecycle, listed]).collect()
}

/// `check` and `connect`: the settings are read for the user's `connect`.
fn connect_call(connect: Option<&Connect>, mc: &TokenStream) -> TokenStream {
    let Some(Connect { method, settings: types }) = connect else {
        return quote! {
            fn check(
                _: &#mc::config::Configuration,
            ) -> #mc::__private::Result<(), #mc::config::ConfigError> {
                #mc::__private::Ok(())
            }
            async fn connect(_: &#mc::config::Configuration) -> #mc::Result<Self> {
                #mc::__private::Ok(<Self as #mc::__private::Default>::default())
            }
        };
    };
    let names: Vec<_> = (0..types.len()).map(|index| format_ident!("c{index}")).collect();
    let wait = method.sig.asyncness.map(|token| quote_spanned!(token.span=> .await));
    quote! {
        fn check(
            settings: &#mc::config::Configuration,
        ) -> #mc::__private::Result<(), #mc::config::ConfigError> {
            <(#(#types,)*) as #mc::__private::tool::ConnectArgs>::read(settings)
                .map(#mc::__private::drop)
        }
        async fn connect(settings: &#mc::config::Configuration) -> #mc::Result<Self> {
            let (#(#names,)*) =
                <(#(#types,)*) as #mc::__private::tool::ConnectArgs>::read(settings)?;
            Self::__connect(#(#names),*) #wait
        }
    }
}

/// `health` and `close`, which a plain `fn` may be too.
fn lifecycle_method(method: &Method) -> TokenStream {
    let Method { attrs, sig, body } = method;
    let mut sig = sig.clone();
    if sig.asyncness.is_none() {
        sig.asyncness = Some(Token![async](sig.ident.span()));
    }
    quote!(#(#attrs)* #sig #body)
}
