//! `key = value, flag, key = value`: the tail of every attribute.

use microcore_syntax::suggest::nearest;
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{LitBool, LitInt, LitStr, Token, bracketed};

use super::Duration;

/// The keys of an attribute, taken out one by one; what is left is unknown.
pub(crate) struct Keys {
    entries: Vec<Entry>,
}

struct Entry {
    key: Ident,
    value: TokenStream,
}

impl Parse for Keys {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut entries: Vec<Entry> = Vec::new();
        while !input.is_empty() {
            let key = input.call(Ident::parse_any)?;
            if let Some(first) = entries.iter().find(|entry| entry.key == key) {
                let name = &first.key;
                return Err(syn::Error::new(key.span(), format!("`{name}` is given twice")));
            }
            let mut value = TokenStream::new();
            if input.parse::<Option<Token![=]>>()?.is_some() {
                while !input.is_empty() && !input.peek(Token![,]) {
                    value.extend([input.parse::<TokenTree>()?]);
                }
                if value.is_empty() {
                    return Err(syn::Error::new(key.span(), format!("`{key} =` has no value")));
                }
            }
            entries.push(Entry { key, value });
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self { entries })
    }
}

impl Keys {
    /// Keys after a first value: nothing, or a comma and the keys.
    pub(crate) fn after(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self { entries: Vec::new() });
        }
        input.parse::<Token![,]>()?;
        input.parse()
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    /// The value of a key, parsed.
    pub(crate) fn value<T: Parse>(&mut self, key: &str) -> syn::Result<Option<T>> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        if entry.value.is_empty() {
            return Err(syn::Error::new(
                entry.key.span(),
                format!("`{key}` needs a value\nhelp: write `{key} = …`"),
            ));
        }
        syn::parse2(entry.value).map(Some)
    }

    /// Whether a flag is there: `broadcast`, or `broadcast = true`.
    pub(crate) fn flag(&mut self, key: &str) -> syn::Result<bool> {
        let Some(entry) = self.take(key) else { return Ok(false) };
        if entry.value.is_empty() {
            return Ok(true);
        }
        syn::parse2::<LitBool>(entry.value).map(|value| value.value)
    }

    /// A whole number.
    pub(crate) fn number<N: std::str::FromStr<Err: std::fmt::Display>>(
        &mut self,
        key: &str,
    ) -> syn::Result<Option<N>> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        let wrong = |value: &dyn quote::ToTokens| {
            syn::Error::new_spanned(
                value,
                format!("`{key}` is a whole number\nhelp: write `{key} = 3`"),
            )
        };
        let value: LitInt =
            syn::parse2(entry.value.clone()).map_err(|_| match entry.value.is_empty() {
                true => wrong(&entry.key),
                false => wrong(&entry.value),
            })?;
        value.base10_parse().map(Some).map_err(|_| wrong(&value))
    }

    /// A duration, in milliseconds.
    pub(crate) fn duration_ms(&mut self, key: &str) -> syn::Result<Option<u64>> {
        Ok(self.value::<Duration>(key)?.map(|duration| duration.ms))
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, key: &str) -> syn::Result<Vec<LitStr>> {
        Ok(self.value::<Texts>(key)?.map(|texts| texts.0).unwrap_or_default())
    }

    /// Reports the keys that were not taken; `known` are the valid ones.
    pub(crate) fn finish(self, attribute: &str, known: &[&str]) -> syn::Result<()> {
        let mut error: Option<syn::Error> = None;
        for Entry { key, .. } in self.entries {
            let hint = match nearest(&key.to_string(), known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "it takes no keys".to_owned(),
                None => format!("the keys are {}", listed(known)),
            };
            let next = syn::Error::new(
                key.span(),
                format!("`{key}` is not a key of `#[{attribute}]`\nhelp: {hint}"),
            );
            match &mut error {
                Some(error) => error.combine(next),
                None => error = Some(next),
            }
        }
        error.map_or(Ok(()), Err)
    }
}

struct Texts(Vec<LitStr>);

impl Parse for Texts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(syn::token::Bracket) {
            return Err(input.error("this is a list of strings\nhelp: write `[\"admin\"]`"));
        }
        let list;
        bracketed!(list in input);
        let texts = list.parse_terminated(syn::parse::ParseBuffer::parse::<LitStr>, Token![,])?;
        Ok(Self(texts.into_iter().collect()))
    }
}

/// `a`, `b` and `c`.
pub(crate) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}
