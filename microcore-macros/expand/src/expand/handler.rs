//! A handler: its metadata, and the function that mounts it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::data::site;
use crate::attr::{RoutePath, Trigger};
use crate::krate;
use crate::model::{Arg, Handler, HandlerKind};

/// The metadata of a handler: an expression of the type that its kind has.
pub fn meta(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let common = common(handler, mc);
    let mount = mount_name(handler);
    match &handler.kind {
        HandlerKind::Route(attr) => {
            let method = attr.method.to_string();
            let (path, path_site) = path(&attr.path, mc);
            let (status, roles) = (attr.status, &attr.roles);
            let (body_limit, timeout_ms) = (attr.body_limit, attr.timeout_ms);
            let output = handler.function.output();
            let reply = as_trait(&output, &quote!(#mc::http::Reply), "META");
            quote!(#mc::meta::RouteMeta {
                handler: #common,
                method: #method,
                path: #path,
                status: #status,
                roles: &[#(#roles),*],
                body_limit: #body_limit,
                timeout_ms: #timeout_ms,
                reply: #reply,
                path_site: #path_site,
                mount: #mount,
            })
        }
        HandlerKind::WebSocket(attr) => {
            let (path, path_site) = path(&attr.path, mc);
            let roles = &attr.roles;
            quote!(#mc::meta::WebSocketMeta {
                handler: #common,
                path: #path,
                roles: &[#(#roles),*],
                path_site: #path_site,
                mount: #mount,
            })
        }
        HandlerKind::OnEvent(attr) => {
            let event = &attr.name.literal;
            let event_site = site(event.span(), mc);
            let view = view(handler, mc);
            let (retries, backoff_ms, timeout_ms) =
                (attr.retries, attr.backoff_ms, attr.timeout_ms);
            let (group, broadcast, once) = (&attr.group, attr.broadcast, attr.once);
            quote!(#mc::meta::SubscriptionMeta {
                handler: #common,
                event: #event,
                view: #view,
                retries: #retries,
                backoff_ms: #backoff_ms,
                timeout_ms: #timeout_ms,
                group: #group,
                broadcast: #broadcast,
                once: #once,
                event_site: #event_site,
                mount: #mount,
            })
        }
        HandlerKind::OnAsk(attr) => {
            let ask = &attr.name.literal;
            let ask_site = site(ask.span(), mc);
            let view = view(handler, mc);
            let output = handler.function.output();
            let reply = as_trait(&output, &quote!(#mc::events::Answer), "SHAPE");
            quote!(#mc::meta::AnswerMeta {
                handler: #common,
                ask: #ask,
                view: #view,
                reply: #reply,
                ask_site: #ask_site,
                mount: #mount,
            })
        }
        HandlerKind::Schedule(attr) => {
            let trigger = match &attr.trigger {
                Trigger::Cron(text) => quote!(Cron(#text)),
                Trigger::Every(ms) => quote!(Every(#ms)),
            };
            let timeout_ms = attr.timeout_ms;
            quote!(#mc::meta::ScheduleMeta {
                handler: #common,
                trigger: #mc::meta::Trigger::#trigger,
                timeout_ms: #timeout_ms,
                mount: #mount,
            })
        }
        HandlerKind::OnStart(attr) | HandlerKind::OnStop(attr) => {
            let timeout_ms = attr.timeout_ms;
            quote!(#mc::meta::HookMeta {
                handler: #common,
                timeout_ms: #timeout_ms,
                mount: #mount,
            })
        }
    }
}

fn common(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let Handler { name, docs, .. } = handler;
    let text = name.to_string();
    let blocking = handler.function.is_blocking();
    let site = site(name.span(), mc);
    let call = call_type(handler, mc);
    let payload = payload(handler).map(|arg| {
        let name = arg.name.to_string();
        let shape = as_trait(&arg.ty, &quote!(#mc::data::View), "READS");
        quote_spanned!(arg.span()=> #mc::meta::Arg {
            name: #name,
            meta: #mc::meta::ArgMeta::Payload(#shape),
        })
    });
    let args = injected(handler).iter().map(|arg| {
        let name = arg.name.to_string();
        let argument = as_trait(&arg.ty, &quote!(#mc::call::Argument<#call>), "META");
        quote_spanned!(arg.span()=> #mc::meta::Arg {
            name: #name,
            meta: #argument,
        })
    });
    let args = payload.into_iter().chain(args);
    quote!(#mc::meta::HandlerMeta {
        name: #text,
        doc: #docs,
        blocking: #blocking,
        args: &[#(#args),*],
        site: #site,
    })
}

fn path(path: &RoutePath, mc: &TokenStream) -> (TokenStream, TokenStream) {
    let literal = &path.literal;
    (quote!(#literal), site(literal.span(), mc))
}

/// The argument that is the payload itself, where the caller has one.
fn payload(handler: &Handler) -> Option<&Arg> {
    match handler.kind {
        HandlerKind::OnEvent(_) | HandlerKind::OnAsk(_) => handler.args.first(),
        _ => None,
    }
}

/// The arguments that are resolved.
fn injected(handler: &Handler) -> &[Arg] {
    match payload(handler) {
        Some(_) => &handler.args[1..],
        None => &handler.args,
    }
}

fn view(handler: &Handler, mc: &TokenStream) -> TokenStream {
    match payload(handler) {
        Some(arg) => as_trait(&arg.ty, &quote!(#mc::data::View), "READS"),
        None => quote!(&#mc::schema::Shape::Unit),
    }
}

/// The type of the call that reaches the handler.
pub fn call_type(handler: &Handler, mc: &TokenStream) -> TokenStream {
    match handler.kind {
        HandlerKind::Route(_) => quote!(#mc::http::HttpCall),
        HandlerKind::WebSocket(_) => quote!(#mc::http::SocketCall),
        HandlerKind::OnEvent(_) => quote!(#mc::call::EventCall),
        HandlerKind::OnAsk(_) => quote!(#mc::call::AskCall),
        HandlerKind::Schedule(_) => quote!(#mc::call::JobCall),
        HandlerKind::OnStart(_) | HandlerKind::OnStop(_) => quote!(#mc::call::HookCall),
    }
}

fn mount_name(handler: &Handler) -> Ident {
    format_ident!("__mount_{}", handler.name.to_string().trim_start_matches("r#"))
}

/// The function that resolves the arguments once and gives back the handler to
/// call: what hand-written code would do, and no more.
pub fn mount(handler: &Handler, mc: &TokenStream) -> TokenStream {
    let name = mount_name(handler);
    let function = &handler.name;
    let cfgs = &handler.cfgs;
    let call = call_type(handler, mc);
    let erased = erased_type(handler, mc);
    let args = injected(handler);
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
    let payload = payload(handler).map(|arg| {
        let read = as_trait(&arg.ty, &quote!(#mc::data::View), "read");
        quote_spanned!(arg.span()=> let payload = #read(&call.envelope)?;)
    });
    let payload_value = payload.as_ref().map(|_| quote!(payload,));
    // rustc looks at what a call takes and at what its future holds: what it says of
    // them stands at an argument.
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
    let outcome = outcome(handler, &invoke, mc);
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
    let uses_call = !args.is_empty() || payload.is_some() || is_route(handler);
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
            #mc::__private::Ok(#mc::meta::ErasedHandler::new::<#erased>(
                #mc::__private::Box::new(move |#call_arg: #call| {
                    #share
                    #pool_clone
                    #future
                }),
            ))
        }
    }
}

fn is_route(handler: &Handler) -> bool {
    matches!(handler.kind, HandlerKind::Route(_))
}

fn erased_type(handler: &Handler, mc: &TokenStream) -> TokenStream {
    match handler.kind {
        HandlerKind::Route(_) => quote!(#mc::http::RouteFn),
        HandlerKind::WebSocket(_) => quote!(#mc::http::SocketFn),
        HandlerKind::OnEvent(_) => quote!(#mc::call::SubscriberFn),
        HandlerKind::OnAsk(_) => quote!(#mc::call::AnswerFn),
        HandlerKind::Schedule(_) => quote!(#mc::call::JobFn),
        HandlerKind::OnStart(_) | HandlerKind::OnStop(_) => quote!(#mc::call::HookFn),
    }
}

/// What becomes of the handler's result. The output's own span makes a wrong
/// type an error there.
fn outcome(handler: &Handler, invoke: &TokenStream, mc: &TokenStream) -> TokenStream {
    let output = handler.function.output();
    match handler.kind {
        HandlerKind::Route(_) => {
            let reply = as_trait(&output, &quote!(#mc::http::Reply), "reply");
            quote!(#reply(#invoke, call.route))
        }
        HandlerKind::OnAsk(_) => {
            let answer = as_trait(&output, &quote!(#mc::events::Answer), "answer");
            quote!(#answer(#invoke))
        }
        _ => {
            let outcome = as_trait(&output, &quote!(#mc::call::Outcome), "outcome");
            quote!(#outcome(#invoke))
        }
    }
}

/// Where tokens begin and end.
fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

/// A value over exactly the tokens of its type.
fn spread(value: &Ident, ty: &syn::Type, mc: &TokenStream) -> TokenStream {
    let (first, last) = ends(&ty.to_token_stream());
    let at = krate::at(mc, first);
    let mut given = Group::new(Delimiter::Parenthesis, quote!(#value));
    given.set_span(last);
    quote_spanned!(first=> #at::__private::identity #given)
}

/// `<T as Trait>::item`, spread over exactly the tokens of `T`: however often
/// `T` does not implement the trait, rustc says so at one place, and once.
fn as_trait(ty: impl ToTokens, of: &TokenStream, item: &str) -> TokenStream {
    let ty = ty.to_token_stream();
    let (first, last) = ends(&ty);
    let item = Ident::new(item, last);
    let head = quote_spanned!(first=> <#ty as #of>);
    let tail = quote_spanned!(last=> ::#item);
    quote!(#head #tail)
}
