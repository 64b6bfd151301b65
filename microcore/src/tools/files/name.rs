//! Validates names of files: no path traversal.

use microcore_core::error::{Error, Result};

const LONGEST_NAME: usize = 1024;
const LONGEST_PART: usize = 255;

/// Whether a name is one: parts between single slashes, none of them empty, hidden, or
/// with characters that some file system reads as its own.
pub(super) fn check(name: &str) -> Result<()> {
    if name.len() > LONGEST_NAME {
        return Err(refused(format!("is longer than {LONGEST_NAME} bytes")));
    }
    name.split('/').try_for_each(check_part)
}

fn check_part(part: &str) -> Result<()> {
    let problem = if part.is_empty() {
        "has an empty part; write `a/b`, with nothing before, between or after".to_owned()
    } else if part.starts_with('.') {
        "has a part that starts with a dot".to_owned()
    } else if part.len() > LONGEST_PART {
        format!("has a part that is longer than {LONGEST_PART} bytes")
    } else if part.chars().any(|c| c.is_control() || matches!(c, '\\' | ':')) {
        "has a control character, a backslash or a colon".to_owned()
    } else {
        return Ok(());
    };
    Err(refused(problem))
}

fn refused(problem: String) -> Error {
    Error::unprocessable(format!("the file's name {problem}"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_with_path_traversal_are_rejected() {
        for name in
            ["", "/", "/etc/passwd", "..", "a/../b", "a//b", "a/", ".tmp/x", "a\\b", "c:x", "a\0b"]
        {
            assert!(check(name).is_err(), "{name:?}");
        }
        assert!(check(&"a".repeat(256)).is_err());
        assert!(check(&"a/".repeat(600)).is_err());
        assert!(check("ä/b c.txt").is_ok());
    }

    proptest! {
        #[test]
        fn an_accepted_name_stays_within_its_folder(name in ".{0,40}") {
            if check(&name).is_ok() {
                let path: PathBuf = name.split('/').collect();
                let normal = |part| matches!(part, std::path::Component::Normal(_));
                prop_assert!(path.components().all(normal));
                prop_assert_eq!(path.to_str(), Some(name.as_str()));
            }
        }
    }
}
