//! Doc comments as text.

use syn::{Attribute, Expr, Lit, Meta};

/// The doc comment among these attributes, its lines joined.
pub(crate) fn docs(attrs: &[Attribute]) -> String {
    let lines: Vec<String> = attrs.iter().filter_map(line).collect();
    lines.join("\n").trim().to_owned()
}

fn line(attr: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attr.meta else { return None };
    if !pair.path.is_ident("doc") {
        return None;
    }
    let Expr::Lit(literal) = &pair.value else { return None };
    let Lit::Str(text) = &literal.lit else { return None };
    let text = text.value();
    Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
}

/// The doc comment at the top of a file, `//!`.
pub(crate) fn file_docs(text: &str) -> String {
    let lines = text.lines().map(str::trim_start).skip_while(|line| line.is_empty());
    let lines = lines.map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::file_docs;

    #[test]
    fn the_lines_at_the_top_of_a_file_are_its_docs() {
        assert_eq!(
            file_docs("\n//! One,\n//!\n//! two.\n\n//! not this\nmod a {}"),
            "One,\n\ntwo."
        );
        assert_eq!(file_docs("// plain\n//! late"), "");
    }
}
