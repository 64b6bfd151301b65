//! A declared type: a struct or an enum that is serialized or deserialized.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Attribute, DeriveInput, Fields, Meta, Type};

use crate::attr::{
    AskAttr, ConfigAttr, EventAttr, Rule, SerdeContainer, SerdeField, parse_args, validate_rules,
};
use crate::errors::Errors;
use crate::handlers;
use crate::parse::{Item, ItemKind, docs, is_named};
use microcore_syntax::Code;

/// A declared type: what it is for, and its parts.
pub(crate) struct Data {
    /// What it is for; at least one.
    pub roles: Vec<Role>,
    /// The user's declaration, without our attributes.
    pub input: DeriveInput,
    /// Its name.
    pub name: Ident,
    /// Its doc comment.
    pub docs: String,
    /// What it looks like in JSON.
    pub representation: Representation,
    /// The `#[cfg]` attributes it is under.
    pub cfgs: Vec<Attribute>,
}

impl Data {
    /// The item of a type that cannot be read, without the attributes that no macro would
    /// process.
    pub(crate) fn as_written(item: &Item) -> TokenStream {
        without_helpers_of(item.to_token_stream())
    }
}

/// The item without the attributes that only a declared type has.
pub(crate) fn without_helpers_of(item: TokenStream) -> TokenStream {
    match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) => without_helpers(input).to_token_stream(),
        Err(_) => item,
    }
}

fn without_helpers(mut input: DeriveInput) -> DeriveInput {
    input.attrs.retain(|attr| !is_helper(attr));
    match &mut input.data {
        syn::Data::Struct(data) => {
            data.fields.iter_mut().for_each(|field| field.attrs.retain(|attr| !is_helper(attr)));
        }
        syn::Data::Enum(data) => {
            for variant in &mut data.variants {
                variant.attrs.retain(|attr| !is_helper(attr));
                let fields = variant.fields.iter_mut();
                fields.for_each(|field| field.attrs.retain(|attr| !is_helper(attr)));
            }
        }
        syn::Data::Union(_) => {}
    }
    input
}

fn is_helper(attr: &Attribute) -> bool {
    attr.path().is_ident("validate") || attr.path().is_ident("serde")
}

/// What a type is for.
pub(crate) enum Role {
    /// `#[request]`
    Request,
    /// `#[response]`
    Response,
    /// `#[event("…")]`
    Event(EventAttr),
    /// `#[view]`
    View,
    /// `#[ask("…", reply = …)]`
    Ask(AskAttr),
    /// `#[config(prefix = "…")]`
    Config(ConfigAttr),
    /// `#[row]`
    Row,
}

/// What a type looks like in JSON.
#[allow(clippy::large_enum_variant)] // few, and gone when the macro ends
pub(crate) enum Representation {
    /// As it was read.
    Known {
        /// Its container attributes.
        serde: SerdeContainer,
        /// Its parts.
        body: Body,
    },
    /// It has an error: the type still exists, so that code that names it gets no second
    /// error, and has no schema.
    Broken,
}

/// The parts of a type.
#[allow(clippy::large_enum_variant)] // few, and gone when the macro ends
pub(crate) enum Body {
    /// `struct X { … }`
    Struct(Vec<Field>),
    /// `struct X(T);`
    Newtype(Type),
    /// `enum X { … }`
    Enum(Vec<Variant>),
}

/// A field of a struct.
pub(crate) struct Field {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in JSON.
    pub wire: String,
    /// Its type.
    pub ty: Type,
    /// Its doc comment.
    pub docs: String,
    /// Whether it may be absent, by a default.
    pub optional: bool,
    /// Whether it is not in JSON.
    pub skip: bool,
    /// Its validation rules.
    pub rules: Vec<Rule>,
}

/// A variant of an enum.
pub(crate) struct Variant {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in JSON.
    pub wire: String,
    /// Its doc comment.
    pub docs: String,
    /// Its parts.
    pub body: VariantBody,
}

/// The parts of a variant.
#[allow(clippy::large_enum_variant)] // few, and gone when the macro ends
pub(crate) enum VariantBody {
    /// `A`
    Unit,
    /// `A(T)`
    Newtype(Type),
    /// `A { … }`
    Struct(Vec<Field>),
}

/// The attributes that make an item data.
pub(crate) const ATTRIBUTES: &[&str] =
    &["request", "response", "event", "view", "ask", "config", "row"];

impl Data {
    /// Reads an item that carries one of [`ATTRIBUTES`]. `None` means that the item is
    /// left as it is, because it cannot be read at all.
    pub(crate) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let mut mistakes = Errors::default();
        let read = Self::read_whole(item, &mut mistakes);
        errors.append(mistakes);
        read
    }

    fn read_whole(item: &Item, mistakes: &mut Errors) -> Option<Self> {
        let roles = read_roles(item, mistakes)?;
        if !matches!(item.kind, ItemKind::Struct | ItemKind::Enum) {
            mistakes.at(
                Code::Attribute,
                &item.tokens,
                "this attribute goes on a struct or an enum",
            );
            return None;
        }
        let mut input: DeriveInput = syn::parse2(item.to_token_stream())
            .map_err(|error| mistakes.syntax(&item.tokens, error))
            .ok()?;
        input.attrs.retain(|attr| !ATTRIBUTES.iter().any(|name| is_named(attr, name)));
        input.attrs.retain(|attr| {
            let kind = handlers::named(attr);
            if let Some(kind) = kind {
                let message = format!("`#[{}]` goes on a function", kind.attribute);
                mistakes.at(Code::Attribute, attr, message);
            }
            kind.is_none()
        });
        if let Some(generic) = input.generics.params.first() {
            mistakes.at(
                Code::WireFormat,
                generic,
                "this type cannot have generic parameters: its schema is one shape",
            );
            return None;
        }
        let as_written = input.clone();
        let representation = match read_representation(&mut input, mistakes) {
            Some(representation) if mistakes.is_empty() => representation,
            _ => {
                input = without_helpers(as_written);
                Representation::Broken
            }
        };
        Some(Self {
            roles,
            name: input.ident.clone(),
            docs: docs(&input.attrs),
            representation,
            cfgs: item.cfgs(),
            input,
        })
    }

    /// Marks it as invalid, after an error that is found by a later check.
    pub(crate) fn invalidate(&mut self) {
        self.input = without_helpers(self.input.clone());
        self.representation = Representation::Broken;
    }

    /// Its parts; none where it has a mistake.
    pub(crate) fn body(&self) -> Option<&Body> {
        match &self.representation {
            Representation::Known { serde: _, body } => Some(body),
            Representation::Broken => None,
        }
    }

    /// Whether it is deserialized.
    pub(crate) fn is_inbound(&self) -> bool {
        self.has(|role| matches!(role, Role::Request | Role::View | Role::Config(_)))
    }

    /// Whether it is serialized.
    pub(crate) fn is_outbound(&self) -> bool {
        self.has(|role| matches!(role, Role::Response | Role::Event(_) | Role::Ask(_)))
    }

    /// Whether unknown fields are refused.
    pub(crate) fn is_closed(&self) -> bool {
        self.has(|role| matches!(role, Role::Request | Role::Config(_)))
            && !self.has(|role| matches!(role, Role::View))
    }

    /// Whether it is validated.
    pub(crate) fn is_validated(&self) -> bool {
        self.has(|role| matches!(role, Role::Request | Role::Config(_)))
    }

    fn has(&self, is: impl Fn(&Role) -> bool) -> bool {
        self.roles.iter().any(is)
    }
}

/// What a type is for. An event whose name cannot be read is still an event;
/// `None` where a role cannot be read.
fn read_roles(item: &Item, errors: &mut Errors) -> Option<Vec<Role>> {
    let mut roles = Vec::new();
    let mut all_read = true;
    for attr in &item.attrs {
        let Some(name) = ATTRIBUTES.iter().find(|name| is_named(attr, name)) else { continue };
        let mut bare_role = |role| {
            errors.keep(Code::Attribute, bare(attr));
            Some(role)
        };
        let role = match *name {
            "request" => bare_role(Role::Request),
            "response" => bare_role(Role::Response),
            "view" => bare_role(Role::View),
            "row" => bare_role(Role::Row),
            "event" => {
                let read = errors.keep(Code::Attribute, parse_args(attr));
                Some(Role::Event(read.unwrap_or_else(|| EventAttr::unreadable(attr))))
            }
            "ask" => errors.keep(Code::Attribute, parse_args(attr)).map(Role::Ask),
            "config" => errors.keep(Code::Attribute, parse_args(attr)).map(Role::Config),
            // None of `ATTRIBUTES`; a test compares the two.
            _ => continue,
        };
        all_read &= role.is_some();
        roles.extend(role);
    }
    all_read.then_some(roles)
}

fn bare(attr: &Attribute) -> syn::Result<()> {
    match &attr.meta {
        Meta::Path(_) => Ok(()),
        other => {
            let name = attr.path().segments.last().map(|segment| segment.ident.to_string());
            let name = name.unwrap_or_default();
            Err(syn::Error::new_spanned(
                other,
                format!("`#[{name}]` takes no arguments\nhelp: write `#[{name}]`"),
            ))
        }
    }
}

fn read_representation(input: &mut DeriveInput, errors: &mut Errors) -> Option<Representation> {
    let serde = errors.keep(Code::WireFormat, SerdeContainer::read(&input.attrs))?;
    let body = read_body(input, &serde, errors)?;
    Some(Representation::Known { serde, body })
}

fn read_body(input: &mut DeriveInput, serde: &SerdeContainer, errors: &mut Errors) -> Option<Body> {
    match &mut input.data {
        syn::Data::Struct(data) => match &mut data.fields {
            Fields::Named(fields) => {
                let fields = fields.named.iter_mut();
                Some(Body::Struct(read_fields(fields, serde, errors)))
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                Some(Body::Newtype(fields.unnamed[0].ty.clone()))
            }
            Fields::Unnamed(fields) => {
                errors.at(
                    Code::WireFormat,
                    fields,
                    "this struct needs named fields\nhelp: write `struct X { name: String }`",
                );
                None
            }
            Fields::Unit => Some(Body::Struct(Vec::new())),
        },
        syn::Data::Enum(data) => {
            let variants = data.variants.iter_mut();
            Some(Body::Enum(
                variants.filter_map(|variant| read_variant(variant, serde, errors)).collect(),
            ))
        }
        syn::Data::Union(data) => {
            errors.at(
                Code::WireFormat,
                data.union_token,
                "a union has no schema\nhelp: use an enum",
            );
            None
        }
    }
}

fn read_fields<'a>(
    fields: impl Iterator<Item = &'a mut syn::Field>,
    container: &SerdeContainer,
    errors: &mut Errors,
) -> Vec<Field> {
    fields.filter_map(|field| read_field(field, container, errors)).collect()
}

fn read_field(
    field: &mut syn::Field,
    container: &SerdeContainer,
    errors: &mut Errors,
) -> Option<Field> {
    let serde = errors.keep(Code::WireFormat, SerdeField::read(&field.attrs));
    let rules = errors.keep(Code::Attribute, validate_rules(&field.attrs));
    field.attrs.retain(|attr| !attr.path().is_ident("validate"));
    let (serde, rules) = (serde?, rules?);
    let ident = field.ident.clone().unwrap_or_else(|| format_ident!("_0"));
    let name = ident.unraw().to_string();
    let wire = match (serde.rename, container.rename_all) {
        (Some(name), _) => name,
        (None, Some(rename)) => rename.field(&name),
        (None, None) => name,
    };
    Some(Field {
        ident,
        wire,
        ty: field.ty.clone(),
        docs: docs(&field.attrs),
        optional: serde.optional || container.default,
        skip: serde.skip,
        rules,
    })
}

fn read_variant(
    variant: &mut syn::Variant,
    container: &SerdeContainer,
    errors: &mut Errors,
) -> Option<Variant> {
    let serde = errors.keep(Code::WireFormat, SerdeField::read(&variant.attrs))?;
    let name = variant.ident.unraw().to_string();
    let wire = match (serde.rename, container.rename_all) {
        (Some(name), _) => name,
        (None, Some(rename)) => rename.variant(&name),
        (None, None) => name,
    };
    let body = match &mut variant.fields {
        Fields::Unit => VariantBody::Unit,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            VariantBody::Newtype(fields.unnamed[0].ty.clone())
        }
        Fields::Unnamed(fields) => {
            errors.at(
                Code::WireFormat,
                fields,
                "a variant with several values needs named fields\n\
                 help: write `Paid { amount: i64 }`",
            );
            return None;
        }
        Fields::Named(fields) => {
            let plain = SerdeContainer::default();
            VariantBody::Struct(read_fields(fields.named.iter_mut(), &plain, errors))
        }
    };
    Some(Variant { ident: variant.ident.clone(), wire, docs: docs(&variant.attrs), body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_of_data_is_a_role() {
        for name in ATTRIBUTES {
            let arguments = match *name {
                "event" => "(\"a.b\")",
                "ask" => "(\"a.b\", reply = B)",
                "config" => "(prefix = \"A\")",
                _ => "",
            };
            let item: Item =
                syn::parse_str(&format!("#[{name}{arguments}] struct A {{}}")).expect("an item");
            let mut errors = Errors::default();
            let read = Data::read(&item, &mut errors).map(|data| data.roles.len());
            assert_eq!((read, errors.count()), (Some(1), 0), "{name}");
        }
    }
}
