//! The calls of macros in a file of the user's. They are found in its tokens, as rustc
//! finds them, so that incomplete ones are found too.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Meta};

use super::error::Mistake;
use crate::parse::{Item, is_named};

/// A call of a macro.
pub(super) struct MacroCall {
    /// Which macro.
    pub word: Word,
    /// Its arguments.
    pub attr: TokenStream,
    /// The item it is on, without it.
    pub item: TokenStream,
    /// The bytes of the file that it replaces, attributes included.
    pub range: Range<usize>,
}

/// The macros that expand on their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// `#[plugin]`
    Plugin,
    /// `#[tool]`
    Tool,
    /// `#[provides]`
    Provides,
    /// `#[config]`, on the settings of a tool.
    Config,
    /// `app!`
    App,
}

const ATTRIBUTES: &[(&str, Word)] = &[
    ("plugin", Word::Plugin),
    ("tool", Word::Tool),
    ("provides", Word::Provides),
    ("config", Word::Config),
];

/// Every call of a macro, in order.
pub(super) fn calls(text: &str) -> Result<Vec<MacroCall>, Mistake> {
    let tokens: TokenStream = text.parse().map_err(|error| Mistake::of_lexer(&error))?;
    let items = items.parse2(tokens).map_err(|error| Mistake::of(None, &error))?;
    Ok(items.into_iter().filter_map(macro_call).collect())
}

fn items(input: ParseStream<'_>) -> syn::Result<Vec<Item>> {
    input.call(Attribute::parse_inner)?;
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(input.parse()?);
    }
    Ok(items)
}

fn macro_call(mut item: Item) -> Option<MacroCall> {
    let range = range(&item.to_token_stream())?;
    if let Some(arguments) = app(&item.tokens) {
        return Some(MacroCall {
            word: Word::App,
            attr: TokenStream::new(),
            item: arguments,
            range,
        });
    }
    let (word, at) = ATTRIBUTES.iter().find_map(|(name, word)| {
        let at = item.attrs.iter().position(|attr| is_named(attr, name))?;
        Some((*word, at))
    })?;
    let attr = match item.attrs.remove(at).meta {
        Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    Some(MacroCall { word, attr, item: item.to_token_stream(), range })
}

/// The arguments of `app!`, with any path before it.
fn app(tokens: &TokenStream) -> Option<TokenStream> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let bang = tokens
        .iter()
        .position(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!'))?;
    match (tokens.get(bang.checked_sub(1)?), tokens.get(bang + 1)) {
        (Some(TokenTree::Ident(name)), Some(TokenTree::Group(group))) if name == "app" => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// The bytes of the file from the first of these tokens to the last.
pub(super) fn range(tokens: &TokenStream) -> Option<Range<usize>> {
    let mut tokens = tokens.clone().into_iter();
    let first = tokens.next()?;
    let last = tokens.last().unwrap_or_else(|| first.clone());
    // A span counts characters only in its line; its bytes are the file's.
    Some(first.span().byte_range().start..last.span().byte_range().end)
}

/// These tokens as they are written in `text`, comments and all; what was between two of
/// them and was removed is left out.
pub(super) fn as_written(tokens: &TokenStream, text: &str) -> String {
    let mut written = Written { text, shown: String::new(), end: None };
    written.tokens(tokens.clone());
    written.shown
}

struct Written<'a> {
    text: &'a str,
    shown: String,
    /// Where the last token ended.
    end: Option<usize>,
}

impl Written<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            // The two tokens of a doc comment are both the whole of it.
            if self.end.is_some_and(|end| token.span().byte_range().start < end) {
                continue;
            }
            match token {
                TokenTree::Group(group) if group.delimiter() != Delimiter::None => {
                    self.piece(group.span_open().byte_range());
                    self.tokens(group.stream());
                    self.piece(group.span_close().byte_range());
                }
                token => self.piece(token.span().byte_range()),
            }
        }
    }

    fn piece(&mut self, range: Range<usize>) {
        if let Some(end) = self.end {
            let gap = self.text.get(end..range.start).unwrap_or(" ");
            self.shown.push_str(if is_space(gap) { gap } else { after_last_line(gap) });
        }
        self.end = Some(range.end);
        self.shown.push_str(self.text.get(range).unwrap_or_default());
    }
}

/// Whether nothing but space and comments is there.
fn is_space(gap: &str) -> bool {
    gap.trim().is_empty() || gap.parse::<TokenStream>().is_ok_and(|tokens| tokens.is_empty())
}

/// The line break and indentation that end a gap.
fn after_last_line(gap: &str) -> &str {
    let rest = gap.trim_end_matches(' ');
    match rest.ends_with('\n') {
        true => &gap[rest.len() - 1..],
        false => " ",
    }
}

/// Whether the tokens are the function of that name.
pub(super) fn is_function(tokens: &TokenStream, name: &proc_macro2::Ident) -> bool {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    tokens.windows(2).any(|pair| {
        matches!(pair, [TokenTree::Ident(word), TokenTree::Ident(own)] if word == "fn" && own == name)
    })
}
