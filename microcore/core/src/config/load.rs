//! The configuration, and how a section is read from it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use config::{Value, ValueKind};
use serde::de::DeserializeOwned;

use super::section_reader::SectionReader;
use super::source::{self, Sections, Variables};
use super::{ConfigError, ConfigProblem};
use crate::validate::Report;

/// The sections of the framework. Only the settings of plugins and tools may
/// also be given as `PREFIX_KEY`: short names like `HTTP_BIND` belong to
/// whoever else shares the environment.
const BUILT_IN: [&str; 8] = ["auth", "db", "events", "files", "http", "kernel", "log", "system"];

/// A setting that is given.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// Its name, `http.bind`.
    pub key: String,
    /// Its value, which may be a secret: whoever shows it has to know.
    pub value: String,
    /// Where it comes from.
    pub origin: String,
    /// Whether its section is one of the framework's.
    pub built_in: bool,
}

/// The configuration of an application.
///
/// ```
/// use microcore_core::config::Configuration;
///
/// #[derive(Debug, serde::Deserialize)]
/// struct Shop { currency: String, workers: u16 }
///
/// let settings = Configuration::empty().with("shop", "currency", "EUR").with("shop", "workers", "4");
/// let shop: Shop = settings.read("shop").unwrap();
/// assert_eq!((shop.currency.as_str(), shop.workers), ("EUR", 4));
///
/// let error = Configuration::empty().with("shop", "curency", "EUR").read::<Shop>("shop").unwrap_err();
/// assert_eq!(error.problems.len(), 3); // one unknown, two missing: all at once
/// ```
#[derive(Clone, Default)]
pub struct Configuration {
    sections: Sections,
    variables: Arc<Variables>,
    /// The sections that were read; shared by all copies.
    read: Arc<Mutex<BTreeSet<String>>>,
}

impl Configuration {
    /// No settings: every section reads its defaults.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads `microcore.toml` in `root`, then `.env` beside it, then the
    /// environment's `MICROCORE_SECTION__KEY`; what comes later wins.
    ///
    /// # Errors
    ///
    /// Lists everything in those sources that cannot be read, without values.
    pub fn load(root: &Path) -> Result<Self, ConfigError> {
        Self::load_with(root, std::env::vars_os())
    }

    /// [`load`](Self::load) with these variables for an environment.
    pub fn load_with(
        root: &Path,
        environment: impl Iterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
    ) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let mut sections = source::read_file(root, &mut problems);
        let mut variables = source::read_dotenv(root, &mut problems);
        variables.extend(source::environment(environment));
        source::overlay(&mut sections, &variables, &mut problems);
        if problems.is_empty() {
            Ok(Self { sections, variables: Arc::new(variables), read: Arc::default() })
        } else {
            Err(ConfigError { problems })
        }
    }

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
            collect(section, BUILT_IN.contains(&section.as_str()), value, &mut found);
        }
        found.sort();
        found
    }

    /// A setting of a plugin that is given as `PREFIX_KEY`.
    pub fn given_short(&self, section: &str, key: &str) -> Option<Given> {
        let variable = self.variables.get(&super::section_reader::variable_name(section, key))?;
        Some(Given {
            key: format!("{section}.{key}"),
            value: variable.value.clone(),
            origin: variable.origin.clone(),
            built_in: false,
        })
    }

    /// Sets one value, as a test or an embedding program does.
    #[must_use]
    pub fn with(mut self, section: &str, key: &str, value: impl Into<serde_json::Value>) -> Self {
        let entry = self
            .sections
            .entry(section.to_owned())
            .or_insert_with(|| Value::new(None, ValueKind::Table(Default::default())));
        if let ValueKind::Table(table) = &mut entry.kind {
            table.insert(key.to_owned(), from_json(value.into()));
        }
        self
    }

    /// Reads one section into its type. Text is read as the number, the truth
    /// value or the comma-separated list that the type asks for.
    ///
    /// # Errors
    ///
    /// Every key that is wrong, missing or unknown, each with its source.
    pub fn read<T: DeserializeOwned>(&self, section: &str) -> Result<T, ConfigError> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(section.to_owned());
        let empty = Value::new(None, ValueKind::Table(Default::default()));
        let value = self.sections.get(section).unwrap_or(&empty);
        let variables = (!BUILT_IN.contains(&section)).then_some(&*self.variables);
        SectionReader::new(section, value, variables).finish()
    }

    /// Reads a plugin's settings and checks their rules.
    ///
    /// # Errors
    ///
    /// Every key that is wrong, missing or unknown, or breaks a rule.
    pub fn read_config<C: crate::config::Section>(&self) -> Result<C, ConfigError> {
        let section = C::META.section;
        let config: C = self.read(section)?;
        let mut report = Report::new();
        config.validate(&mut report);
        let problems: Vec<_> = report
            .violations()
            .iter()
            .map(|violation| {
                let key = violation.pointer.trim_start_matches('/').replace('/', ".");
                ConfigProblem::new(
                    format!("{section}.{key}"),
                    violation.message.to_string(),
                    self.origin(section, &key),
                )
            })
            .collect();
        if problems.is_empty() { Ok(config) } else { Err(ConfigError { problems }) }
    }

    /// Names the sections that were set and that nothing has read, ever.
    /// Asked after everything was started.
    pub fn unknown_sections(&self) -> Vec<ConfigProblem> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known: Vec<String> = read.iter().cloned().collect();
        known.extend(BUILT_IN.iter().map(|name| (*name).to_owned()));
        known.sort();
        known.dedup();
        source::unknown(&self.sections, &known).collect()
    }

    fn origin(&self, section: &str, key: &str) -> String {
        let mut value = self.sections.get(section);
        for part in key.split('.') {
            value = value.and_then(|value| match &value.kind {
                ValueKind::Table(table) => table.get(part),
                _ => None,
            });
        }
        if let Some(origin) = value.and_then(Value::origin) {
            return origin.to_owned();
        }
        let name = super::section_reader::variable_name(section, key);
        match self.variables.get(&name) {
            Some(variable) => variable.origin.clone(),
            None => "its default".to_owned(),
        }
    }
}

impl fmt::Debug for Configuration {
    /// Names the sections; values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.sections.keys()).finish()
    }
}

fn from_json(value: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    let kind = match value {
        Json::Null => ValueKind::Nil,
        Json::Bool(value) => ValueKind::Boolean(value),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(value), _) => ValueKind::I64(value),
            (_, Some(value)) => ValueKind::U64(value),
            _ => ValueKind::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => ValueKind::String(text),
        Json::Array(values) => ValueKind::Array(values.into_iter().map(from_json).collect()),
        Json::Object(map) => {
            ValueKind::Table(map.into_iter().map(|(key, value)| (key, from_json(value))).collect())
        }
    };
    Value::new(Some(&"the program".to_owned()), kind)
}
