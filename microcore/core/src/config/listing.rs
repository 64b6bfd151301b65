//! The values that are set, with their sources, for `doctor`.

use config::{Value, ValueKind};

use super::configuration::{Configuration, FRAMEWORK_SECTIONS};
use super::section_reader::variable_name;

/// A setting that is given.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// Its name, `http.bind`.
    pub key: String,
    /// Its value, which may be a secret: mask it before showing it.
    pub value: String,
    /// Where it comes from.
    pub origin: String,
    /// Whether its section is one of the framework's.
    pub built_in: bool,
}

impl Configuration {
    /// Every setting that is given, sorted.
    pub fn given(&self) -> Vec<Given> {
        fn collect(key: &str, built_in: bool, value: &Value, found: &mut Vec<Given>) {
            if let ValueKind::Table(table) = &value.kind {
                for (name, value) in table {
                    collect(&format!("{key}.{name}"), built_in, value, found);
                }
            } else {
                let origin = value.origin().unwrap_or("the program").to_owned();
                let (key, value) = (key.to_owned(), value.kind.to_string());
                found.push(Given { key, value, origin, built_in });
            }
        }
        let mut found = Vec::new();
        for (section, value) in &self.sections {
            collect(section, FRAMEWORK_SECTIONS.contains(&section.as_str()), value, &mut found);
        }
        found.sort();
        found
    }

    /// A setting of a plugin that is given as `PREFIX_KEY`.
    pub fn given_short(&self, section: &str, key: &str) -> Option<Given> {
        let variable = self.variables.get(&variable_name(section, key))?;
        Some(Given {
            key: format!("{section}.{key}"),
            value: variable.value.clone(),
            origin: variable.origin.clone(),
            built_in: false,
        })
    }
}
