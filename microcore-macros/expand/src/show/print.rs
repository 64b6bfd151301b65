//! Formats what is shown, with a comment over each part; what the user wrote
//! keeps the text that its author gave it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The widest a comment gets, without its indentation.
const WIDTH: usize = 92;

/// A part of what is shown.
pub(super) struct Piece {
    /// What it is for.
    pub comment: String,
    /// What is there.
    pub body: Body,
}

/// What is in a part.
pub(super) enum Body {
    /// Generated, and to be formatted.
    Generated(TokenStream),
    /// As its author wrote it.
    Written(String),
}

/// The parts one after the other, inside of what `around` makes.
pub(super) fn pieces(
    pieces: Vec<Piece>,
    around: impl FnOnce(TokenStream) -> TokenStream,
) -> String {
    let mut insertions = Vec::new();
    let mut tokens = TokenStream::new();
    let mut last = None;
    for Piece { comment, body } in pieces {
        if last.as_ref() != Some(&comment) {
            tokens.extend(marker(insertions.len()));
            insertions.push(Insertion::Comment { text: comment.clone(), is_first: last.is_none() });
            last = Some(comment);
        }
        match body {
            Body::Generated(generated) => tokens.extend(generated),
            Body::Written(text) => {
                tokens.extend(marker(insertions.len()));
                let gap = matches!(insertions.last(), Some(Insertion::Text { .. }));
                insertions.push(Insertion::Text { gap: gap && text.contains('\n'), text });
            }
        }
    }
    let shown = formatted(&around(tokens));
    shown.lines().map(|line| restore(line, &insertions)).collect()
}

/// Formatted where it is whole Rust.
pub(super) fn formatted(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{tokens}\n"),
    }
}

/// What replaces a marker.
enum Insertion {
    Comment { text: String, is_first: bool },
    Text { text: String, gap: bool },
}

fn marker(index: usize) -> TokenStream {
    let name = format_ident!("__PUT_{index}");
    quote!(const #name: () = ();)
}

fn restore(line: &str, insertions: &[Insertion]) -> String {
    let number = line.trim().strip_prefix("const __PUT_").and_then(|rest| rest.split(':').next());
    let index = number.and_then(|number| number.parse::<usize>().ok());
    let indent = &line[..line.len() - line.trim_start().len()];
    match index.and_then(|index| insertions.get(index)) {
        None => format!("{line}\n"),
        Some(Insertion::Text { text, gap }) => {
            let gap = if *gap { "\n" } else { "" };
            format!("{gap}{indent}{text}\n")
        }
        Some(Insertion::Comment { text, is_first }) => {
            let gap = if *is_first { "" } else { "\n" };
            format!("{gap}{}", commented(text, indent))
        }
    }
}

fn commented(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&format!("{indent}// {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push_str(&format!("{indent}// {line}\n"));
    lines
}

/// Bodies of functions, each taken out before something is formatted, and
/// inserted again as it was written.
#[derive(Default)]
pub(super) struct Bodies {
    bodies: Vec<String>,
}

impl Bodies {
    /// What replaces the body meanwhile.
    pub(super) fn keep(&mut self, body: &TokenStream, text: &str) -> TokenStream {
        let written = super::source::as_written(body, text);
        let name = format_ident!("__body_{}", self.bodies.len());
        self.bodies.push(written);
        quote!({ #name!(); })
    }

    /// Inserts them again.
    pub(super) fn restore(self, mut text: String) -> String {
        for (index, body) in self.bodies.iter().enumerate() {
            let call = format!("__body_{index}!();");
            let Some(at) = text.find(&call) else { continue };
            let (head, tail) = text.split_at(at);
            if let (Some(open), Some(close)) = (head.rfind('{'), tail.find('}')) {
                text = format!("{}{body}{}", &head[..open], &tail[close + 1..]);
            }
        }
        text
    }
}
