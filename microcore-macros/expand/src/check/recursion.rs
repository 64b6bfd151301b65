//! Recursive types: an infinite shape cannot be a constant.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

use crate::errors::Errors;
use crate::model::{Body, Data, Field, Plugin, VariantBody};
use microcore_syntax::Code;

/// Reports each recursive type, and marks it as invalid: another type that is recursive
/// through it is then recursive no longer.
pub(super) fn check(plugin: &mut Plugin, errors: &mut Errors) {
    for at in 0..plugin.data.len() {
        let data = &plugin.data[at];
        let name = data.name.to_string();
        let recursive = types(data).into_iter().find(|ty| contains_type(ty, &name, &plugin.data));
        let Some(ty) = recursive.cloned() else { continue };
        errors.at(
            Code::WireFormat,
            ty,
            format!(
                "`{name}` contains itself here, and the schema of a recursive type cannot be \
                 compared\n\
                 help: refer to the parts by their ids, or take this one as `Value`"
            ),
        );
        plugin.data[at].invalidate();
    }
}

/// Whether a value of this type may contain one of the type of that name.
fn contains_type(ty: &Type, name: &str, all: &[Data]) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = names(ty.to_token_stream());
    while let Some(one) = next.pop() {
        if one == name {
            return true;
        }
        if let Some(data) = all.iter().find(|data| data.name == one)
            && seen.insert(one)
        {
            next.extend(types(data).into_iter().flat_map(|ty| names(ty.to_token_stream())));
        }
    }
    false
}

fn names(tokens: TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Ident(word) => vec![word.to_string()],
        TokenTree::Group(group) => names(group.stream()),
        _ => Vec::new(),
    });
    words.collect()
}

fn types(data: &Data) -> Vec<&Type> {
    let Some(body) = data.body() else { return Vec::new() };
    match body {
        Body::Struct(fields) => visible(fields).collect(),
        Body::Newtype(ty) => vec![ty],
        Body::Enum(variants) => variants
            .iter()
            .flat_map(|variant| match &variant.body {
                VariantBody::Unit => Vec::new(),
                VariantBody::Newtype(ty) => vec![ty],
                VariantBody::Struct(fields) => visible(fields).collect(),
            })
            .collect(),
    }
}

fn visible(fields: &[Field]) -> impl Iterator<Item = &Type> {
    fields.iter().filter(|field| !field.skip).map(|field| &field.ty)
}
