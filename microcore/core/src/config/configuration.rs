//! The merged configuration, and reading a section of it.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use config::{Value, ValueKind};
use serde::de::DeserializeOwned;

use super::places::Places;
use super::section_reader::SectionReader;
use super::source::{self, Sections, Variables};
use super::{ConfigError, ConfigProblem};
use crate::validate::{Report, Validate};

/// The sections of the framework. Only the settings of plugins and tools may
/// also be given as `PREFIX_KEY`: short names like `HTTP_BIND` belong to
/// other programs that share the environment.
pub(super) const FRAMEWORK_SECTIONS: [&str; 8] =
    ["auth", "db", "events", "files", "http", "kernel", "log", "system"];

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
    pub(super) sections: Sections,
    pub(super) variables: Arc<Variables>,
    places: Arc<Places>,
    /// The sections that were read; shared by all copies.
    read: Arc<Mutex<BTreeSet<String>>>,
}

impl Configuration {
    /// No settings: every section reads its defaults.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads `microcore.toml` in `root`, then `.env` beside it, then the
    /// environment's `MICROCORE_SECTION__KEY`; later sources take precedence.
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
        let mut places = Places::default();
        let mut sections = source::read_file(root, &mut places, &mut problems);
        let mut variables = source::read_dotenv(root, &mut places, &mut problems);
        variables.extend(source::environment(environment));
        source::overlay(&mut sections, &variables, &mut problems);
        let (variables, places) = (Arc::new(variables), Arc::new(places));
        let config = Self { sections, variables, places, read: Arc::default() };
        config.sound(problems).map(|()| config)
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
        let (value, problems) = self.reading(section, finish);
        self.complete(value, problems)
    }

    /// Reads one section and checks its rules, also where some of it cannot be read.
    ///
    /// # Errors
    ///
    /// Every key that is wrong, missing or unknown, or breaks a rule, each with its source.
    pub fn read_valid<T: DeserializeOwned + Validate>(
        &self,
        section: &str,
    ) -> Result<T, ConfigError> {
        let (value, mut problems) = self.reading(section, finish::<T>);
        let mut report = Report::new();
        if let Some(value) = &value {
            value.validate(&mut report);
        }
        for violation in report.violations() {
            let key = violation.pointer.trim_start_matches('/').replace('/', ".");
            let path = format!("{section}.{key}");
            // A value that could not be read has a placeholder, which is not validated.
            if problems.iter().any(|problem| problem.key == path) {
                continue;
            }
            let origin = match &*violation.rule {
                "required" => self.reading(section, |reading| reading.how_to_give(&path)),
                _ => self.origin(section, &key),
            };
            problems.push(ConfigProblem::new(path, violation.message.to_string(), origin));
        }
        problems.sort_by(|a, b| a.key.cmp(&b.key));
        self.complete(value, problems)
    }

    /// Works on one section, which counts as known from now on.
    fn reading<R>(&self, section: &str, work: impl FnOnce(SectionReader<'_>) -> R) -> R {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(section.to_owned());
        let empty = Value::new(None, ValueKind::Table(Default::default()));
        let value = self.sections.get(section).unwrap_or(&empty);
        let variables = (!FRAMEWORK_SECTIONS.contains(&section)).then_some(&*self.variables);
        work(SectionReader::new(section, value, variables))
    }

    fn complete<T>(
        &self,
        value: Option<T>,
        problems: Vec<ConfigProblem>,
    ) -> Result<T, ConfigError> {
        self.sound(problems)?;
        // A value that cannot be read has a problem.
        value.ok_or_else(ConfigError::default)
    }

    /// `Ok` if there is no problem; otherwise each with its place.
    fn sound(&self, problems: Vec<ConfigProblem>) -> Result<(), ConfigError> {
        if problems.is_empty() {
            return Ok(());
        }
        Err(ConfigError { problems: problems.into_iter().map(|own| self.located(own)).collect() })
    }

    fn located(&self, problem: ConfigProblem) -> ConfigProblem {
        let location = problem.location.or_else(|| self.places.find(&problem.key, &problem.origin));
        ConfigProblem { location, ..problem }
    }

    /// Reads a plugin's settings and checks their rules.
    ///
    /// # Errors
    ///
    /// Every key that is wrong, missing or unknown, or breaks a rule.
    pub fn read_config<C: crate::config::Section>(&self) -> Result<C, ConfigError> {
        self.read_valid(C::META.section)
    }

    /// Names the sections that were set and that nothing has read, ever.
    /// Asked after everything was started.
    pub fn unknown_sections(&self) -> Vec<ConfigProblem> {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known: Vec<String> = read.iter().cloned().collect();
        known.extend(FRAMEWORK_SECTIONS.iter().map(|name| (*name).to_owned()));
        known.sort();
        known.dedup();
        source::unknown(&self.sections, &known).map(|problem| self.located(problem)).collect()
    }

    fn origin(&self, section: &str, key: &str) -> String {
        let mut value = self.sections.get(section);
        for part in key.split('.') {
            // The elements of a list come from where the list does.
            if let Some(ValueKind::Table(table)) = value.map(|value| &value.kind) {
                value = table.get(part);
            }
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

fn finish<T: DeserializeOwned>(reader: SectionReader<'_>) -> (Option<T>, Vec<ConfigProblem>) {
    reader.finish()
}
