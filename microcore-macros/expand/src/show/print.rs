//! Formats the parts, with a comment over each; functions keep the text that
//! their author gave them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Block, ImplItem, Item};

use super::purpose;
use crate::expand::{self, Part};
use crate::model::Plugin;

/// The widest a comment gets, without its indentation.
const WIDTH: usize = 92;

/// The module with these parts.
pub fn parts(plugin: &Plugin, parts: Vec<&Part<'_>>, entry: Option<TokenStream>) -> String {
    let mut comments: Vec<String> = Vec::new();
    let mut bodies = Vec::new();
    let mut tokens = Vec::new();
    for part in parts {
        let comment = purpose::of(part.of);
        let kept = keep_bodies(part.tokens.clone(), &mut bodies);
        if comments.last() != Some(&comment) {
            tokens.push(marker(comments.len()));
            comments.push(comment);
        }
        tokens.push(kept);
    }
    if let Some(entry) = entry {
        tokens.push(marker(comments.len()));
        comments.push("Its entry in the metadata of the plugin.".to_owned());
        tokens.push(entry);
    }
    let module = expand::module(plugin, &tokens);
    let mut text = match syn::parse2(module.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => module.to_string(),
    };
    for (index, comment) in comments.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let line = format!("    {}\n", marker_text(index));
        text = text.replace(&line, &format!("{gap}{}", commented(comment)));
    }
    for (index, body) in bodies.iter().enumerate() {
        text = put_body(&text, index, body);
    }
    text
}

/// Whether the item is the function of that name.
pub fn is_function(tokens: &TokenStream, name: &Ident) -> bool {
    matches!(syn::parse2(tokens.clone()), Ok(Item::Fn(item)) if item.sig.ident == *name)
}

fn marker(index: usize) -> TokenStream {
    let name = format_ident!("__PART_{index}");
    quote!(const #name: () = ();)
}

fn marker_text(index: usize) -> String {
    format!("const __PART_{index}: () = ();")
}

/// Takes the bodies of the user's functions out, so that formatting loses none
/// of their comments.
fn keep_bodies(tokens: TokenStream, bodies: &mut Vec<String>) -> TokenStream {
    let Ok(mut item) = syn::parse2::<Item>(tokens.clone()) else { return tokens };
    match &mut item {
        Item::Fn(function) => keep_body(&mut function.block, bodies),
        Item::Impl(block) => {
            for item in &mut block.items {
                if let ImplItem::Fn(function) = item {
                    keep_body(&mut function.block, bodies);
                }
            }
        }
        _ => return tokens,
    }
    quote!(#item)
}

fn keep_body(block: &mut Block, bodies: &mut Vec<String>) {
    let Some(text) = block.brace_token.span.join().source_text() else { return };
    let name = format_ident!("__body_{}", bodies.len());
    let Ok(kept) = syn::parse2(quote!({ #name!(); })) else { return };
    *block = kept;
    bodies.push(text);
}

fn put_body(text: &str, index: usize, body: &str) -> String {
    let call = format!("__body_{index}!();");
    let Some(at) = text.find(&call) else { return text.to_owned() };
    let (head, tail) = text.split_at(at);
    let (Some(open), Some(close)) = (head.rfind('{'), tail.find('}')) else {
        return text.to_owned();
    };
    format!("{}{body}{}", &head[..open], &tail[close + 1..])
}

fn commented(text: &str) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&format!("    // {line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push_str(&format!("    // {line}\n"));
    lines
}
