//! The `#[serde(…)]` attributes that a shape can follow. Any other would make the
//! serialized form differ from the schema that the checks compare, so it is rejected.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, LitStr, Token};

use super::keys::listed;

/// The attributes of a struct or an enum.
#[derive(Default)]
pub(crate) struct SerdeContainer {
    /// How names change in JSON.
    pub rename_all: Option<Rename>,
    /// `tag = "…"`
    pub tag: Option<LitStr>,
    /// `content = "…"`
    pub content: Option<LitStr>,
    /// `untagged`
    pub untagged: bool,
    /// `default`: no field is required.
    pub default: bool,
}

/// The attributes of a field or a variant.
#[derive(Default)]
pub(crate) struct SerdeField {
    /// `rename = "…"`
    pub rename: Option<String>,
    /// `default`, or `skip_serializing_if`: the field may be absent.
    pub optional: bool,
    /// `skip`: it is not in JSON.
    pub skip: bool,
}

/// `rename_all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rename {
    /// `lowercase`
    Lower,
    /// `UPPERCASE`
    Upper,
    /// `PascalCase`
    Pascal,
    /// `camelCase`
    Camel,
    /// `snake_case`
    Snake,
    /// `SCREAMING_SNAKE_CASE`
    ScreamingSnake,
    /// `kebab-case`
    Kebab,
    /// `SCREAMING-KEBAB-CASE`
    ScreamingKebab,
}

const CONTAINER: &[&str] =
    &["rename_all", "tag", "content", "untagged", "default", "deny_unknown_fields"];
const FIELD: &[&str] = &["rename", "default", "skip", "skip_serializing_if"];

impl SerdeContainer {
    /// Reads the `serde` attributes among these.
    pub(crate) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut attributes = Self::default();
        each(attrs, |meta| {
            if meta.path.is_ident("rename_all") {
                let style: LitStr = meta.value()?.parse()?;
                attributes.rename_all =
                    Some(Rename::from_text(&style.value()).ok_or_else(|| {
                        syn::Error::new(style.span(), "serde has no such style of renaming")
                    })?);
            } else if meta.path.is_ident("tag") {
                attributes.tag = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("content") {
                attributes.content = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("untagged") {
                attributes.untagged = true;
            } else if meta.path.is_ident("default") {
                skip_value(&meta)?;
                attributes.default = true;
            } else if !meta.path.is_ident("deny_unknown_fields") {
                return Err(refused(&meta, CONTAINER));
            }
            Ok(())
        })?;
        Ok(attributes)
    }
}

impl SerdeField {
    /// Reads the `serde` attributes among these.
    pub(crate) fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut attributes = Self::default();
        each(attrs, |meta| {
            if meta.path.is_ident("rename") {
                if !meta.input.peek(Token![=]) {
                    return Err(meta.error(
                        "`rename` takes one name, for both directions\n\
                         help: write `rename = \"…\"`",
                    ));
                }
                attributes.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") || meta.path.is_ident("skip_serializing_if") {
                skip_value(&meta)?;
                attributes.optional = true;
            } else if meta.path.is_ident("skip") {
                attributes.skip = true;
            } else {
                return Err(refused(&meta, FIELD));
            }
            Ok(())
        })?;
        Ok(attributes)
    }
}

fn each(
    attrs: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        attr.parse_nested_meta(&mut read)?;
    }
    Ok(())
}

fn skip_value(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    }
    Ok(())
}

fn refused(meta: &ParseNestedMeta<'_>, known: &[&str]) -> syn::Error {
    let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
    meta.error(format!(
        "`serde({name})` changes the serialized form in a way that the schema cannot follow\n\
         help: supported here are {}",
        listed(known)
    ))
}

impl Rename {
    fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// The serialized name of a field, which is `snake_case` in Rust.
    pub(crate) fn field(self, name: &str) -> String {
        let pascal = || name.split('_').map(capitalised).collect::<String>();
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(),
            Self::Camel => uncapitalised(&pascal()),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The serialized name of a variant, which is `PascalCase` in Rust.
    pub(crate) fn variant(self, name: &str) -> String {
        let snake = || {
            let mut out = String::new();
            for (index, letter) in name.char_indices() {
                if index > 0 && letter.is_uppercase() {
                    out.push('_');
                }
                out.extend(letter.to_lowercase());
            }
            out
        };
        match self {
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Pascal => name.to_owned(),
            Self::Camel => uncapitalised(name),
            Self::Snake => snake(),
            Self::ScreamingSnake => snake().to_ascii_uppercase(),
            Self::Kebab => snake().replace('_', "-"),
            Self::ScreamingKebab => snake().to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::Rename;

    #[test]
    fn names_change_as_serde_changes_them() {
        assert_eq!(Rename::Camel.field("created_at"), "createdAt");
        assert_eq!(Rename::Pascal.field("created_at"), "CreatedAt");
        assert_eq!(Rename::Kebab.variant("StockRejected"), "stock-rejected");
        assert_eq!(Rename::ScreamingSnake.variant("StockRejected"), "STOCK_REJECTED");
        assert_eq!(Rename::Camel.variant("StockRejected"), "stockRejected");
    }
}
