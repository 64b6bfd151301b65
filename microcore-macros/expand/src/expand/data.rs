//! A declared type: the user's item with its derives, and what it implements.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::{schema, validate};
use crate::attr::{AskAttr, ConfigAttr, EventAttr};
use crate::handlers::setter;
use crate::model::{Body, Data, Representation, Role};
use crate::tokens::location;

/// The user's item, with the derives it needs.
pub(crate) fn item(data: &Data, mc: &TokenStream) -> TokenStream {
    let (attributes, input) = (attributes(data, mc), &data.input);
    quote!(#attributes #input)
}

/// The derives that the user's item needs, if any.
pub(crate) fn attributes(data: &Data, mc: &TokenStream) -> TokenStream {
    let serde_crate = quote!(#mc::__private::serde).to_string().replace(' ', "");
    let serde_crate = LitStr::new(&serde_crate, proc_macro2::Span::call_site());
    let deserialize = data.is_inbound().then(|| quote!(#mc::__private::serde::Deserialize,));
    let serialize = data.is_outbound().then(|| quote!(#mc::__private::serde::Serialize,));
    let Some(body) = data.body() else { return TokenStream::new() };
    if deserialize.is_none() && serialize.is_none() {
        return TokenStream::new();
    }
    let is_struct = matches!(body, Body::Struct(_));
    let closed = (data.is_closed() && is_struct).then(|| quote!(, deny_unknown_fields));
    quote! {
        #[#mc::__private::derive(#deserialize #serialize)]
        #[serde(crate = #serde_crate #closed)]
    }
}

/// What the type implements.
pub(crate) fn impls(data: &Data, mc: &TokenStream) -> TokenStream {
    let Data { name, cfgs, .. } = data;
    let is_serialized = data.is_inbound() || data.is_outbound();
    let schema = is_serialized.then(|| match &data.representation {
        Representation::Known { serde, body } => schema::implement(data, serde, body, mc),
        Representation::Broken => invalid(data, mc),
    });
    let validate = data.is_validated().then(|| validate::implement(data, mc));
    let roles = data.roles.iter().map(|role| match role {
        Role::Request => quote!(impl #mc::data::Request for #name {}),
        Role::Response => quote!(impl #mc::data::Response for #name {}),
        Role::View => quote!(impl #mc::data::View for #name {}),
        Role::Event(attr) => event(data, attr, mc),
        Role::Ask(attr) => ask(data, attr, mc),
        Role::Config(attr) => config(data, attr, mc),
        Role::Row => row(data, mc),
    });
    quote! {
        #(#cfgs)*
        const _: () = {
            #schema
            #validate
            #(#roles)*
        };
    }
}

/// What a type with an error implements in place of its derives, so that code that names
/// it gets no second error. It never runs, because of the first error.
fn invalid(data: &Data, mc: &TokenStream) -> TokenStream {
    let Data { name, .. } = data;
    let serde = quote!(#mc::__private::serde);
    let (result, error) = (quote!(#mc::__private::Result), quote!(#mc::__private::Err));
    quote! {
        impl #mc::schema::Schema for #name {
            const SHAPE: &'static #mc::schema::Shape = &#mc::schema::Shape::Any;
        }
        impl<'de> #serde::Deserialize<'de> for #name {
            fn deserialize<D: #serde::Deserializer<'de>>(_: D) -> #result<Self, D::Error> {
                #error(#serde::de::Error::custom("it has an error"))
            }
        }
        impl #serde::Serialize for #name {
            fn serialize<S: #serde::Serializer>(&self, _: S) -> #result<S::Ok, S::Error> {
                #error(#serde::ser::Error::custom("it has an error"))
            }
        }
    }
}

fn event(data: &Data, attr: &EventAttr, mc: &TokenStream) -> TokenStream {
    let Data { name, docs, .. } = data;
    let doc = setter("doc", docs);
    let literal = &attr.name.literal;
    let type_name = name.to_string();
    let location = location(literal.span(), mc);
    quote! {
        impl #mc::data::Event for #name {
            const META: #mc::meta::EventMeta = #mc::meta::EventMeta::new(
                #literal,
                #type_name,
                <#name as #mc::schema::Schema>::SHAPE,
                #location,
            ) #doc;
        }
    }
}

fn ask(data: &Data, attr: &AskAttr, mc: &TokenStream) -> TokenStream {
    let Data { name, docs, .. } = data;
    let doc = setter("doc", docs);
    let AskAttr { name: question, reply } = attr;
    let literal = &question.literal;
    let type_name = name.to_string();
    let location = location(literal.span(), mc);
    quote! {
        impl #mc::data::Question for #name {
            type Reply = #reply;
            const META: #mc::meta::AskMeta = #mc::meta::AskMeta::new(
                #literal,
                #type_name,
                <#name as #mc::schema::Schema>::SHAPE,
                <#name as #mc::data::Question>::READS,
                #location,
            ) #doc;
        }
    }
}

fn config(data: &Data, attr: &ConfigAttr, mc: &TokenStream) -> TokenStream {
    let Data { name, .. } = data;
    let ConfigAttr { section, prefix } = attr;
    let type_name = name.to_string();
    let location = location(prefix.span(), mc);
    quote! {
        impl #mc::config::Section for #name {
            const META: #mc::meta::ConfigMeta = #mc::meta::ConfigMeta::new(
                #section,
                #type_name,
                <#name as #mc::schema::Schema>::SHAPE,
                |config| config.read_config::<#name>().map(#mc::__private::drop),
                #location,
            );
        }
    }
}

fn row(data: &Data, mc: &TokenStream) -> TokenStream {
    let Data { name, .. } = data;
    let Some(body) = data.body() else {
        return quote! {
            impl #mc::tools::db::FromRow for #name {
                fn from_row(_: &#mc::tools::db::Row) -> #mc::Result<Self> {
                    #mc::__private::Err(#mc::Error::internal("it has an error"))
                }
            }
        };
    };
    let Body::Struct(fields) = body else { return TokenStream::new() };
    let columns = fields.iter().map(|field| {
        let ident = &field.ident;
        let column = &field.wire;
        quote_spanned!(ident.span()=> #ident: row.get(#column)?)
    });
    quote! {
        impl #mc::tools::db::FromRow for #name {
            fn from_row(row: &#mc::tools::db::Row) -> #mc::Result<Self> {
                #mc::__private::Ok(Self { #(#columns),* })
            }
        }
    }
}

/// Reads the type from a path. Generated only if a handler takes the type as `Path<…>`.
pub(crate) fn path_params(data: &Data, mc: &TokenStream) -> TokenStream {
    let Data { name, cfgs, .. } = data;
    quote! {
        #(#cfgs)*
        impl #mc::http::PathParams for #name {
            fn read(
                slots: &#mc::http::PathSlots,
                params: &#mc::http::Params,
            ) -> #mc::Result<Self> {
                slots.fields(params)
            }
        }
    }
}
