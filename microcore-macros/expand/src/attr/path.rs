//! `"/users/{id}"`: the path of a route.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// A path with its parameters.
#[derive(Clone)]
pub struct RoutePath {
    /// As written.
    pub literal: LitStr,
    /// The names of its parameters, in order.
    pub params: Vec<String>,
}

impl Parse for RoutePath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let literal: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "the path is a string: `\"/users/{id}\"`")
        })?;
        match params(&literal.value()) {
            Ok(params) => Ok(Self { literal, params }),
            Err(problem) => Err(syn::Error::new(
                literal.span(),
                format!("`{}` is not a path: {problem}", literal.value()),
            )),
        }
    }
}

/// The parameters of a path, or what is wrong with it.
fn params(path: &str) -> Result<Vec<String>, String> {
    let Some(rest) = path.strip_prefix('/') else {
        return Err("it must start with `/`".to_owned());
    };
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    if rest == "system" || rest.starts_with("system/") {
        return Err(
            "`/system` is reserved for the framework\nhelp: begin with another word".to_owned()
        );
    }
    let mut found: Vec<String> = Vec::new();
    let segments: Vec<&str> = rest.split('/').collect();
    for (index, segment) in segments.iter().enumerate() {
        if segment.is_empty() {
            return Err(if index + 1 == segments.len() {
                "it must not end with `/`".to_owned()
            } else {
                "it has an empty segment (`//`)".to_owned()
            });
        }
        let Some(inner) = segment.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'))
        else {
            literal_segment(segment)?;
            continue;
        };
        let (name, catch_all) = match inner.strip_prefix('*') {
            Some(name) => (name, true),
            None => (inner, false),
        };
        if !is_name(name) {
            return Err(format!(
                "`{{{inner}}}` is not a parameter\nhelp: write a name, as in `{{id}}`"
            ));
        }
        if catch_all && index + 1 != segments.len() {
            return Err(format!("`{{*{name}}}` takes the rest of the path, so it comes last"));
        }
        if found.iter().any(|other| other == name) {
            return Err(format!("it has two parameters named `{name}`"));
        }
        found.push(name.to_owned());
    }
    Ok(found)
}

/// A name as Rust has it; keywords are fine, an argument can be `r#type`.
fn is_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

fn literal_segment(segment: &str) -> Result<(), String> {
    if segment.contains(['{', '}']) {
        return Err(format!(
            "in `{segment}`, a parameter must be a whole segment, as in `/{{id}}`"
        ));
    }
    if let Some(name) = segment.strip_prefix([':', '<']) {
        let name = name.trim_end_matches('>');
        return Err(format!(
            "`{segment}` is another framework's parameter\nhelp: write `{{{name}}}`"
        ));
    }
    match segment.chars().find(|c| c.is_whitespace() || "?#%\\".contains(*c)) {
        Some(bad) => Err(format!("it cannot contain `{bad}`")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::params;

    #[test]
    fn parameters_are_whole_segments() {
        assert_eq!(params("/users/{id}/posts/{post}").unwrap(), ["id", "post"]);
        assert_eq!(params("/files/{*rest}").unwrap(), ["rest"]);
        assert!(params("/").unwrap().is_empty());
        for wrong in [
            "",
            "users",
            "/users/",
            "/a//b",
            "/u/{}",
            "/u/{id}x",
            "/u/:id",
            "/{*a}/b",
            "/{a}/{a}",
            "/a?b",
            "/system",
            "/system/live",
        ] {
            assert!(params(wrong).is_err(), "{wrong}");
        }
    }
}
