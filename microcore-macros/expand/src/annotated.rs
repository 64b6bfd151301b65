//! The plugins of a file, found line by line: the file need not be valid Rust.

/// The names of the annotated modules of a file: `#[plugin]`, with a path before
/// it and arguments after it, and then `mod name`.
pub(crate) fn plugins(text: &str) -> impl Iterator<Item = String> {
    let mut annotated = false;
    text.lines().filter_map(move |line| {
        let line = line.trim_start();
        let line = match line.strip_prefix("#[").and_then(after_plugin) {
            Some(rest) => {
                annotated = true;
                rest.trim_start()
            }
            None => line,
        };
        if !annotated {
            return None;
        }
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let name = line.strip_prefix("mod ")?;
        annotated = false;
        let end = name.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '#');
        Some(name[..end.unwrap_or(name.len())].to_owned())
    })
}

/// Whether something is annotated with `#[plugin]`.
pub(crate) fn is_annotated(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().strip_prefix("#[").and_then(after_plugin).is_some())
}

/// The module with an expansion in place of its macro.
pub(crate) fn expanded(text: &str) -> Option<String> {
    let mut module = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("pub(crate) mod ") {
            module = Some(name.trim_end_matches([' ', '{']).to_owned());
        }
        if line.trim_start().starts_with("pub(crate) static __MICROCORE:") {
            return module;
        }
    }
    None
}

/// What follows the attribute, if it is `plugin`.
fn after_plugin(attribute: &str) -> Option<&str> {
    let end = attribute.find(']')?;
    let (path, rest) = (&attribute[..end], &attribute[end + 1..]);
    let path = path.split('(').next()?.trim();
    (path.rsplit("::").next() == Some("plugin")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{expanded, plugins};

    #[test]
    fn an_expansion_in_place_of_its_macro_is_found() {
        let text = "pub(crate) mod a {\n    pub(crate) static __MICROCORE: X = X;\n}\n";
        assert_eq!(expanded(text).as_deref(), Some("a"));
        assert_eq!(expanded("pub(crate) mod a {\n    const OTHER: X = X;\n}\n"), None);
    }

    #[test]
    fn annotated_modules_are_found_and_others_are_not() {
        let names = |text| plugins(text).collect::<Vec<_>>();
        assert_eq!(names("//! x\n#[microcore::plugin]\nmod a {\n"), ["a"]);
        assert_eq!(names("#[plugin(domain = \"x\")] mod b {}"), ["b"]);
        assert_eq!(
            names("#[mc::plugin]\n/// doc\n#[cfg(x)]\nmod c {}\n#[plugin]\nmod d{}"),
            ["c", "d"]
        );
        assert!(names("mod a {}\n// #[plugin]\n#[pluginish]\nmod b {}").is_empty());
    }
}
