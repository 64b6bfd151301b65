//! Names that become modules, tables and types.

use crate::Failure;

/// A name in snake case: `cancel_order`.
pub(crate) fn snake(name: &str) -> Result<&str, Failure> {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let right = starts && name.chars().all(fits) && !KEYWORDS.contains(&name);
    if right {
        return Ok(name);
    }
    Err(format!(
        "`{name}` is not a valid name: write lower case words joined by `_`, as in \
                 `cancel_order`, and no keyword of Rust"
    )
    .into())
}

/// Whether the name is reserved: cargo, rustc or this library use it for something else.
pub(crate) fn is_reserved(package: &str) -> bool {
    let krate = package.replace('-', "_");
    KEYWORDS.contains(&krate.as_str())
        || ["alloc", "core", "microcore", "proc_macro", "std", "test"].contains(&krate.as_str())
}

/// `orders/cancel_order`.
pub(crate) fn feature(name: &str) -> Result<(&str, &str), Failure> {
    let Some((domain, feature)) = name.split_once('/') else {
        return Err(format!("`{name}` names no domain: write it as `orders/cancel_order`").into());
    };
    Ok((snake(domain)?, snake(feature)?))
}

/// The type of an event: `OrderPlaced` of `order.placed`.
pub(crate) fn event(name: &str) -> Result<String, Failure> {
    let words: Vec<&str> = name.split('.').collect();
    if words.len() < 2 || words.iter().any(|word| snake(word).is_err()) {
        return Err(format!(
            "`{name}` is not a valid name for an event: write the thing and what happened \
             to it, as in `order.placed`"
        )
        .into());
    }
    Ok(words.into_iter().map(camel).collect())
}

/// `CancelOrder`
pub(crate) fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
    });
    words.collect::<Vec<String>>().concat()
}

/// `Cancel order`
pub(crate) fn words(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

const KEYWORDS: &[&str] = &[
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized",
    "use", "virtual", "where", "while", "yield", "abstract", "become",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_valid_module_names_are_accepted() {
        for wrong in ["", "Cancel", "cancel-order", "1st", "match", "a/b", "../x", "_x"] {
            assert!(snake(wrong).is_err(), "{wrong}");
        }
        assert!(snake("cancel_order2").is_ok());
        assert!(feature("orders").is_err());
        assert_eq!(camel("cancel_order"), "CancelOrder");
        assert_eq!(event("stock_item.ran_out").unwrap(), "StockItemRanOut");
        assert!(["placed", "order.", "order placed"].into_iter().all(|name| event(name).is_err()));
        assert_eq!(words("cancel_order"), "Cancel order");
    }
}
