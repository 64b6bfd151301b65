//! A handler: its metadata, and the function that mounts it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::handlers::{Handler, Meta, Outcome, list_setter, setter};
use crate::krate;
use crate::tokens::{as_trait, ends, location};

/// The metadata of a handler: an expression of the type that its kind has.
pub(crate) fn meta(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let ty = format_ident!("{}", handler.kind.definition().meta);
    let (common, Meta { args, setters }) = (common(handler, mc), handler.kind.meta(handler, mc));
    let mount = mount_name(handler);
    quote!(#mc::meta::#ty::new(#common, #args #mount) #setters)
}

fn common(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let Handler { name, docs, .. } = handler;
    let text = name.to_string();
    let blocking = handler.function.is_blocking();
    let location = location(name.span(), mc);
    let call = handler.call_type(mc);
    let payload = handler.payload().map(|arg| {
        let name = arg.name.to_string();
        let shape = as_trait(&arg.ty, &quote!(#mc::data::View), "READS");
        quote_spanned!(arg.span()=> #mc::meta::Arg::new(#name, #mc::meta::ArgMeta::Payload(#shape)))
    });
    let args = handler.injected().iter().map(|arg| {
        let name = arg.name.to_string();
        let argument = as_trait(&arg.ty, &quote!(#mc::call::Argument<#call>), "META");
        quote_spanned!(arg.span()=> #mc::meta::Arg::new(#name, #argument))
    });
    let args: Vec<TokenStream> = payload.into_iter().chain(args).collect();
    let setters = [setter("doc", docs), setter("blocking", &blocking), list_setter("args", &args)];
    quote!(#mc::meta::HandlerMeta::new(#text, #location) #(#setters)*)
}

fn mount_name(handler: &Handler) -> Ident {
    format_ident!("__mount_{}", handler.name.to_string().trim_start_matches("r#"))
}

/// The function that resolves the arguments once and returns the handler to call: the
/// same as hand-written code would do.
pub(crate) fn mount(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let name = mount_name(handler);
    let function = &handler.name;
    let cfgs = &handler.cfgs;
    let call = handler.call_type(mc);
    let mounted = handler.mounted_type(mc);
    let args = handler.injected();
    let sources: Vec<Ident> = (0..args.len()).map(|index| format_ident!("s{index}")).collect();
    let values: Vec<Ident> = (0..args.len()).map(|index| format_ident!("a{index}")).collect();
    let resolve = args.iter().zip(&sources).map(|(arg, source)| {
        let name = arg.name.to_string();
        let resolve = as_trait(&arg.ty, &quote!(#mc::call::Argument<#call>), "resolve");
        quote_spanned!(arg.span()=> let #source = #resolve(mount, #name)?;)
    });
    let take = args.iter().zip(&sources).zip(&values).map(|((arg, source), value)| {
        let take = as_trait(&arg.ty, &quote!(#mc::call::Argument<#call>), "take");
        quote_spanned!(arg.span()=> let #value = #take(#source, &mut call)?;)
    });
    let payload = handler.payload().map(|arg| {
        let read = as_trait(&arg.ty, &quote!(#mc::data::View), "read");
        quote_spanned!(arg.span()=> let payload = #read(&call.envelope)?;)
    });
    let payload_value = payload.as_ref().map(|_| quote!(payload,));
    // rustc looks at what a call takes and at what its future holds: what it reports
    // of them is at an argument.
    let tool = args.iter().find(|arg| arg.is_tool()).map(|arg| ends(&arg.ty.to_token_stream()));
    let (first, last) = tool.unwrap_or((Span::call_site(), Span::call_site()));
    let mut called = function.clone();
    called.set_span(tool.map_or(function.span(), |(first, _)| first));
    let passed = args.iter().zip(&values).map(|(arg, value)| match arg.is_tool() {
        true => spread(value, &arg.ty, mc),
        false => quote!(#value),
    });
    let mut given = Group::new(Delimiter::Parenthesis, quote!(#payload_value #(#passed),*));
    given.set_span(last);
    let invoke = quote!(#called #given);
    let (pool, invoke) = if handler.function.is_blocking() {
        let pool = quote!(let pool = mount.blocking(););
        (Some(pool), quote!(pool.run(move || #invoke).await?))
    } else {
        (None, quote!(#invoke.await))
    };
    let Outcome { tokens: outcome, reads_call } =
        handler.kind.outcome(&handler.function.output(), &invoke, mc);
    let pool_clone = pool.as_ref().map(|_| quote!(let pool = #mc::__private::Clone::clone(&pool);));
    // Without arguments there is nothing to keep from mount to call.
    let (keep, share) = if args.is_empty() {
        (None, None)
    } else {
        let keep = quote!(let sources = #mc::__private::Arc::new((#(#sources,)*)););
        let share = quote!(let sources = #mc::__private::Clone::clone(&sources););
        (Some(keep), Some(share))
    };
    let unpack = (!args.is_empty()).then(|| quote!(let (#(#sources,)*) = &*sources;));
    let uses_call = !args.is_empty() || payload.is_some() || reads_call;
    let call_arg = if uses_call { quote!(mut call) } else { quote!(_call) };
    let mount_arg = if args.is_empty() && pool.is_none() { quote!(_mount) } else { quote!(mount) };
    let at = krate::at(mc, first);
    let mut block = Group::new(
        Delimiter::Brace,
        quote! {
            #unpack
            #payload
            #(#take)*
            #outcome
        },
    );
    block.set_span(last);
    let mut pinned = Group::new(Delimiter::Parenthesis, quote_spanned!(first=> async move #block));
    pinned.set_span(last);
    let future = quote_spanned!(first=> #at::__private::Box::pin #pinned);
    quote! {
        #(#cfgs)*
        #[allow(unused_mut, unused_variables)]
        fn #name(
            #mount_arg: &#mc::meta::Mount<'_>,
        ) -> #mc::__private::Result<#mc::meta::ErasedHandler, #mc::meta::MountError> {
            #(#resolve)*
            #keep
            #pool
            #mc::__private::Ok(#mc::meta::ErasedHandler::new::<#mounted>(
                #mc::__private::Box::new(move |#call_arg: #call| {
                    #share
                    #pool_clone
                    #future
                }),
            ))
        }
    }
}

/// A value over exactly the tokens of its type.
fn spread(value: &Ident, ty: &syn::Type, mc: &TokenStream) -> TokenStream {
    let (first, last) = ends(&ty.to_token_stream());
    let at = krate::at(mc, first);
    let mut given = Group::new(Delimiter::Parenthesis, quote!(#value));
    given.set_span(last);
    quote_spanned!(first=> #at::__private::identity #given)
}
