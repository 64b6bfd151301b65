//! The line numbers of the keys in `microcore.toml` and `.env`.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::source::{DOTENV, FILE};
use crate::location::SourceLocation;

/// The place of each key of the file, and of each variable of `.env`.
#[derive(Default)]
pub(super) struct Places {
    keys: BTreeMap<String, SourceLocation>,
    variables: BTreeMap<String, SourceLocation>,
}

impl Places {
    /// Notes the keys of the file; the error is what is wrong with its syntax, and where.
    pub(super) fn of_file(&mut self, text: &str) -> Result<(), (String, Option<SourceLocation>)> {
        match DeTable::parse(text) {
            Ok(table) => {
                self.note(text, "", table.get_ref());
                Ok(())
            }
            Err(error) => {
                let place = error.span().map(|span| location(FILE, text, span.start));
                Err((error.message().to_owned(), place))
            }
        }
    }

    fn note(&mut self, text: &str, within: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = match within {
                "" => key.get_ref().to_string(),
                outer => format!("{outer}.{}", key.get_ref()),
            };
            if let DeValue::Table(inner) = value.get_ref() {
                self.note(text, &path, inner);
            }
            self.keys.insert(path, location(FILE, text, key.span().start));
        }
    }

    /// Notes the variables of `.env`; the last line of a name is the one that counts.
    pub(super) fn of_dotenv(&mut self, text: &str) {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let name = line.trim_start().trim_start_matches("export ").split('=').next();
            if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
                self.variables.insert(name.to_owned(), location(DOTENV, text, start));
            }
            start += line.len();
        }
    }

    /// The place of a setting that came from there: of its key, or of the table or list
    /// that it is in.
    pub(super) fn find<'k>(&self, key: &'k str, origin: &str) -> Option<SourceLocation> {
        let variable = origin.strip_prefix(DOTENV).and_then(|rest| rest.strip_prefix(", "));
        if let Some(variable) = variable {
            return self.variables.get(variable).copied();
        }
        let outer = |key: &&'k str| -> Option<&'k str> { Some(key.rsplit_once('.')?.0) };
        let mut keys = std::iter::successors(Some(key), outer).filter(|_| origin == FILE);
        keys.find_map(|key| self.keys.get(key)).copied()
    }
}

/// Line and column of a byte of the text.
fn location(file: &'static str, text: &str, at: usize) -> SourceLocation {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let count = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    SourceLocation { file, line: count(lines), column: count(line.chars().count()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_path_or_by_what_it_is_in() {
        let mut places = Places::default();
        places.of_file("[http]\nworkers = 1\n  origins = [\n'a']\n[a.b]\nc = { d = 1 }").unwrap();
        let place = |key| places.find(key, FILE).map(|at| (at.line, at.column));
        assert_eq!(place("http.workers"), Some((2, 1)));
        assert_eq!(place("http.origins.0"), Some((3, 3)));
        assert_eq!(place("a.b.c.d"), Some((6, 7)));
        assert_eq!(place("log.level"), None);
        assert_eq!(places.find("http.workers", "MICROCORE_HTTP__WORKERS"), None);
    }

    #[test]
    fn a_variable_of_dotenv_is_found_by_its_name() {
        let mut places = Places::default();
        places.of_dotenv("# X=1\nX=1\n  export Y = 2\nX=3\n");
        let place = |name: &str| places.find("x", &format!(".env, {name}")).map(|at| at.line);
        assert_eq!((place("X"), place("Y"), place("Z")), (Some(4), Some(3), None));
    }

    #[test]
    fn wrong_syntax_is_an_error_with_its_place() {
        let (_, place) = Places::default().of_file("[http]\nbind = here").unwrap_err();
        assert_eq!(place.map(|at| (at.line, at.column)), Some((2, 8)));
    }
}
