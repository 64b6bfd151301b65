//! `#[entry(route)]`: a part of the metadata that is written by hand.

use syn::Ident;
use syn::parse::{Parse, ParseStream};

use super::keys::listed;

/// The attribute's arguments.
pub struct EntryAttr {
    /// What the entry is about.
    pub kind: &'static EntryKind,
}

/// Something that the metadata of a plugin lists.
pub struct EntryKind {
    /// The word of the DSL that writes such an entry.
    pub word: &'static str,
    /// The list it goes into, a field of `PluginMeta`.
    pub list: &'static str,
    /// The check that holds its claim, where it makes one.
    pub check: Option<&'static str>,
    /// Whether it is about a function.
    pub is_handler: bool,
}

const KINDS: &[EntryKind] = &[
    EntryKind { word: "route", list: "routes", check: Some("route"), is_handler: true },
    EntryKind { word: "websocket", list: "websockets", check: Some("websocket"), is_handler: true },
    EntryKind {
        word: "on_event",
        list: "subscriptions",
        check: Some("subscription"),
        is_handler: true,
    },
    EntryKind { word: "on_ask", list: "answers", check: Some("answer"), is_handler: true },
    EntryKind { word: "schedule", list: "schedules", check: None, is_handler: true },
    EntryKind { word: "on_start", list: "on_start", check: None, is_handler: true },
    EntryKind { word: "on_stop", list: "on_stop", check: None, is_handler: true },
    EntryKind { word: "event", list: "events", check: Some("event"), is_handler: false },
    EntryKind { word: "ask", list: "asks", check: Some("ask"), is_handler: false },
    EntryKind { word: "config", list: "configs", check: None, is_handler: false },
];

impl Parse for EntryAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let words: Vec<&str> = KINDS.iter().map(|kind| kind.word).collect();
        let wrong = |span| {
            let known = listed(&words);
            syn::Error::new(span, format!("say what the entry is about: one of {known}"))
        };
        let word: Ident = input.parse().map_err(|_| wrong(input.span()))?;
        let kind = KINDS.iter().find(|kind| word == kind.word);
        Ok(Self { kind: kind.ok_or_else(|| wrong(word.span()))? })
    }
}
