//! The annotated modules of a file, found line by line: a file need not be Rust yet.

/// The names of the annotated modules of a file: `#[plugin]`, with a path before
/// it and arguments after it, and then `mod name`.
pub fn annotated_modules(text: &str) -> impl Iterator<Item = String> {
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

/// What follows the attribute, if it is `plugin`.
pub fn after_plugin(attribute: &str) -> Option<&str> {
    let end = attribute.find(']')?;
    let (path, rest) = (&attribute[..end], &attribute[end + 1..]);
    let path = path.split('(').next()?.trim();
    (path.rsplit("::").next() == Some("plugin")).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::annotated_modules;

    #[test]
    fn annotated_modules_are_found_and_others_are_not() {
        let names = |text| annotated_modules(text).collect::<Vec<_>>();
        assert_eq!(names("//! x\n#[microcore::plugin]\nmod a {\n"), ["a"]);
        assert_eq!(names("#[plugin(domain = \"x\")] mod b {}"), ["b"]);
        assert_eq!(
            names("#[mc::plugin]\n/// doc\n#[cfg(x)]\nmod c {}\n#[plugin]\nmod d{}"),
            ["c", "d"]
        );
        assert!(names("mod a {}\n// #[plugin]\n#[pluginish]\nmod b {}").is_empty());
    }
}
