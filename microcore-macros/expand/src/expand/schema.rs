//! `impl Schema`: the type's shape as a constant.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use crate::attr::{Rule, RuleKind, SerdeContainer};
use crate::model::{Body, Data, Field, Variant, VariantBody};

/// `impl Schema for X`.
pub(super) fn implement(
    data: &Data,
    serde: &SerdeContainer,
    body: &Body,
    mc: &TokenStream,
) -> TokenStream {
    let Data { name, docs, .. } = data;
    let shape = match body {
        Body::Struct(fields) => {
            let shape = object(&name.to_string(), docs, fields, data.is_closed(), mc);
            quote!(&#mc::schema::Shape::Struct(#shape))
        }
        Body::Newtype(ty) => shape_of(ty, mc),
        Body::Enum(variants) => {
            let shape = one_of(&name.to_string(), docs, variants, serde, mc);
            quote!(&#mc::schema::Shape::Enum(#shape))
        }
    };
    quote! {
        impl #mc::schema::Schema for #name {
            const SHAPE: &'static #mc::schema::Shape = #shape;
        }
    }
}

fn shape_of(ty: &Type, mc: &TokenStream) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as #mc::schema::Schema>::SHAPE)
}

fn object(name: &str, docs: &str, fields: &[Field], closed: bool, mc: &TokenStream) -> TokenStream {
    let fields = fields.iter().filter(|field| !field.skip).map(|field| {
        let Field { wire, docs, optional, rules, ident, ty, skip: _ } = field;
        let shape = shape_of(ty, mc);
        let rules = rules.iter().map(|rule| rule_of(rule, mc));
        let line = quote_spanned!(ident.span()=> #mc::SourceLocation::caller().line);
        let make = if *optional { quote!(optional) } else { quote!(new) };
        quote! {
            #mc::schema::Field::#make(#wire, #docs, #shape, &[#(#rules),*], #line)
        }
    });
    quote! {
        #mc::schema::StructShape {
            name: #name,
            doc: #docs,
            fields: &[#(#fields),*],
            closed: #closed,
        }
    }
}

fn one_of(
    name: &str,
    docs: &str,
    variants: &[Variant],
    serde: &SerdeContainer,
    mc: &TokenStream,
) -> TokenStream {
    let tagging = match (&serde.tag, &serde.content, serde.untagged) {
        (Some(tag), Some(content), _) => quote!(Adjacent(#tag, #content)),
        (Some(tag), None, _) => quote!(Internal(#tag)),
        (None, _, true) => quote!(Untagged),
        (None, _, false) => quote!(External),
    };
    let variants = variants.iter().map(|variant| {
        let Variant { ident, wire, docs, body } = variant;
        let shape = match body {
            VariantBody::Unit => quote!(#mc::__private::None),
            VariantBody::Newtype(ty) => {
                let shape = shape_of(ty, mc);
                quote!(#mc::__private::Some(#shape))
            }
            VariantBody::Struct(fields) => {
                let shape = object(&ident.to_string(), docs, fields, false, mc);
                quote!(#mc::__private::Some(&#mc::schema::Shape::Struct(#shape)))
            }
        };
        quote!(#mc::schema::Variant { name: #wire, doc: #docs, shape: #shape })
    });
    quote! {
        #mc::schema::EnumShape {
            name: #name,
            doc: #docs,
            tagging: #mc::schema::Tagging::#tagging,
            variants: &[#(#variants),*],
        }
    }
}

/// A rule as data.
fn rule_of(rule: &Rule, mc: &TokenStream) -> TokenStream {
    let kind = match &rule.kind {
        RuleKind::Length { min, max } => {
            let (min, max) = (bound(min, "u64", mc), bound(max, "u64", mc));
            quote!(Length { min: #min, max: #max })
        }
        RuleKind::Range { min, max, exclusive_min, exclusive_max } => {
            let (min, max) = (bound(min, "f64", mc), bound(max, "f64", mc));
            let exclusive_min = bound(exclusive_min, "f64", mc);
            let exclusive_max = bound(exclusive_max, "f64", mc);
            quote!(Range {
                min: #min, max: #max, exclusive_min: #exclusive_min, exclusive_max: #exclusive_max
            })
        }
        RuleKind::Email => quote!(Email),
        RuleKind::Url => quote!(Url),
        RuleKind::Ip => quote!(Ip),
        RuleKind::NonControlCharacter => quote!(NonControlCharacter),
        RuleKind::Contains(pattern) => quote!(Contains(#pattern)),
        RuleKind::DoesNotContain(pattern) => quote!(DoesNotContain(#pattern)),
        RuleKind::Regex(pattern) => quote!(Pattern(#pattern)),
        RuleKind::MustMatch(other) => {
            let other = other.to_string();
            quote!(MustMatch(#other))
        }
        RuleKind::Custom(function) => {
            let function = function.to_token_stream().to_string().replace(' ', "");
            quote!(Custom(#function))
        }
        RuleKind::Nested => quote!(Nested),
    };
    quote!(#mc::schema::Rule::#kind)
}

/// An optional bound, as a number of that type.
pub(super) fn bound(bound: &Option<Expr>, ty: &str, mc: &TokenStream) -> TokenStream {
    match bound {
        None => quote!(#mc::__private::None),
        Some(expr) => {
            let ty = proc_macro2::Ident::new(ty, proc_macro2::Span::call_site());
            quote!(#mc::__private::Some(#expr as #ty))
        }
    }
}
