//! The attributes of a plugin, found in its tokens.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

/// An attribute, and the item it is on.
pub(crate) struct Attribute {
    /// The last segment of its path.
    pub name: String,
    /// The tokens in its parentheses.
    pub arguments: TokenStream,
    /// The name of the item after it, if that is a type or a function.
    pub item: Option<Ident>,
}

impl Attribute {
    /// One without an item.
    pub(crate) fn new(name: &str, arguments: TokenStream) -> Self {
        Self { name: name.to_owned(), arguments, item: None }
    }
}

/// The attributes on the items of the first module in these tokens, and on the
/// fields of its types.
pub(super) fn of_module(tokens: &TokenStream) -> Vec<Attribute> {
    let mut found = Vec::new();
    let after_mod = tokens.clone().into_iter().skip_while(|token| !is_mod(token));
    if let Some(body) = after_mod.filter_map(braced).next() {
        collect(body.stream(), false, &mut found);
    }
    found
}

/// `inside` is whether these are the fields or variants of a type.
fn collect(tokens: TokenStream, inside: bool, found: &mut Vec<Attribute>) {
    // The attributes from here on are those of the item that is being read.
    let mut from = found.len();
    let mut is_data = inside;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let next = tokens.next_if(|next| {
                    matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
                });
                if let Some(TokenTree::Group(group)) = next {
                    found.extend(attribute(group.stream()));
                }
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => {
                (from, is_data) = (found.len(), inside);
            }
            TokenTree::Ident(word) if word == "struct" || word == "enum" || word == "fn" => {
                if let Some(TokenTree::Ident(name)) = tokens.peek() {
                    found[from..].iter_mut().for_each(|one| one.item = Some(name.clone()));
                }
                is_data |= word != "fn";
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if is_data {
                    collect(group.stream(), true, found);
                }
                (from, is_data) = (found.len(), inside);
            }
            TokenTree::Group(group) if is_data => collect(group.stream(), true, found),
            _ => {}
        }
    }
}

fn attribute(tokens: TokenStream) -> Option<Attribute> {
    let mut name = None;
    let mut arguments = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) => name = Some(word.to_string()),
            TokenTree::Punct(punct) if punct.as_char() == ':' => {}
            TokenTree::Group(group) => {
                arguments = group.stream();
                break;
            }
            _ => break,
        }
    }
    Some(Attribute { name: name?, arguments, item: None })
}

fn is_mod(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "mod")
}

fn braced(token: TokenTree) -> Option<Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name(arguments) item` of each.
    fn found(source: &str) -> Vec<String> {
        let tokens: TokenStream = source.parse().unwrap_or_default();
        let show = |one: &Attribute| {
            let item = one.item.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{}({}) {item}", one.name, one.arguments).trim_end().to_owned()
        };
        of_module(&tokens).iter().map(show).collect()
    }

    #[test]
    fn an_attribute_belongs_to_the_item_after_it() {
        let source = "//! x\n use a::{b}; #[plugin] mod m { #[event(\"a.b\")] #[c] struct D { e: F } \
                      const G: H = 1; #[mc::route(GET, \"/i\")] pub async fn j() { #[k] let l = 1; } }";
        assert_eq!(found(source), ["event(\"a.b\") D", "c() D", "route(GET , \"/i\") j"]);
    }

    #[test]
    fn attributes_of_fields_and_variants_are_found_and_belong_to_no_item() {
        let source = "mod m { #[request] struct A { #[validate(email)] b: C, #[d] e: F } \
                      enum G { #[h] I { #[j] k: L } } struct M(#[n] O); }";
        assert_eq!(found(source), ["request() A", "validate(email)", "d()", "h()", "j()", "n()"]);
    }

    #[test]
    fn a_half_typed_attribute_is_found() {
        assert_eq!(found("mod m { #[route(GET, ,)] fn a() {} }"), ["route(GET , ,) a"]);
        assert_eq!(found("mod m { #[validate( struct"), [""; 0]);
        assert_eq!(found("mod m { #[ro] }"), ["ro()"]);
    }
}
