//! The sources of the configuration, in ascending precedence.

use std::collections::BTreeMap;
use std::path::Path;

use config::{Value, ValueKind};
use microcore_syntax::suggest::did_you_mean;

use super::ConfigProblem;
use super::places::Places;

/// Sections by name.
pub(super) type Sections = BTreeMap<String, Value>;

/// What every variable of ours starts with.
pub(super) const PREFIX: &str = "MICROCORE_";

/// The name of the file.
pub(super) const FILE: &str = "microcore.toml";

/// The name of the file of variables.
pub(super) const DOTENV: &str = ".env";

/// Variables of that prefix that steer tests and are no settings.
const NO_SETTINGS: [&str; 2] = ["MICROCORE_TEST_", "MICROCORE_REQUIRE_BACKENDS"];

/// A variable of the environment or of `.env`.
#[derive(Clone)]
pub(super) struct Variable {
    pub(super) value: String,
    pub(super) origin: String,
}

/// Variables by name; those of the environment hide those of `.env`.
pub(super) type Variables = BTreeMap<String, Variable>;

/// The sections of `microcore.toml`, if there is one.
pub(super) fn read_file(
    root: &Path,
    places: &mut Places,
    problems: &mut Vec<ConfigProblem>,
) -> Sections {
    let Some(text) = text(root, FILE, problems) else { return Sections::new() };
    if let Err((reason, location)) = places.of_file(&text) {
        let problem = problem(FILE, format!("is not valid TOML: {reason}"));
        problems.push(ConfigProblem { location, ..problem });
        return Sections::new();
    }
    let file = config::File::from_str(&text, config::FileFormat::Toml);
    let values = match config::Source::collect(&file) {
        Ok(values) => values,
        Err(error) => {
            problems.push(problem(FILE, format!("cannot be read: {error}")));
            return Sections::new();
        }
    };
    let mut sections = Sections::new();
    for (name, value) in values {
        if matches!(value.kind, ValueKind::Table(_)) {
            sections.insert(name, relabel(value, FILE));
        } else {
            problems.push(
                ConfigProblem::new(name, "is outside of every section", FILE)
                    .help("put it under a `[section]`".to_owned()),
            );
        }
    }
    sections
}

/// The text of a file, if there is one.
fn text(root: &Path, name: &str, problems: &mut Vec<ConfigProblem>) -> Option<String> {
    let path = root.join(name);
    if !path.is_file() {
        return None;
    }
    let text = std::fs::read_to_string(path);
    text.map_err(|error| problems.push(problem(name, format!("cannot be read: {error}")))).ok()
}

/// Gives a value and all within it one origin, the file's short name.
fn relabel(value: Value, origin: &str) -> Value {
    let label = origin.to_owned();
    let kind = match value.kind {
        ValueKind::Table(table) => ValueKind::Table(
            table.into_iter().map(|(key, value)| (key, relabel(value, origin))).collect(),
        ),
        ValueKind::Array(values) => {
            ValueKind::Array(values.into_iter().map(|value| relabel(value, origin)).collect())
        }
        other => other,
    };
    Value::new(Some(&label), kind)
}

/// The variables of `.env`, if there is one.
pub(super) fn read_dotenv(
    root: &Path,
    places: &mut Places,
    problems: &mut Vec<ConfigProblem>,
) -> Variables {
    let mut variables = Variables::new();
    let Some(text) = text(root, DOTENV, problems) else { return variables };
    places.of_dotenv(&text);
    for line in dotenvy::from_read_iter(text.as_bytes()) {
        match line {
            Ok((name, value)) => {
                let origin = format!("{DOTENV}, {name}");
                variables.insert(name, Variable { value, origin });
            }
            // The error's own text quotes the line, which may hold a secret.
            Err(_) => problems.push(
                problem(DOTENV, "has a line that is not `NAME=value`")
                    .help("quote values with spaces".to_owned()),
            ),
        }
    }
    variables
}

/// The variables of the environment.
pub(super) fn environment(
    variables: impl Iterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
) -> Variables {
    variables
        .filter_map(|(name, value)| {
            let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
            let origin = name.clone();
            Some((name, Variable { value, origin }))
        })
        .collect()
}

/// Writes `MICROCORE_SECTION__KEY` variables over the sections.
pub(super) fn overlay(
    sections: &mut Sections,
    variables: &Variables,
    problems: &mut Vec<ConfigProblem>,
) {
    for (name, variable) in variables {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        if NO_SETTINGS.iter().any(|other| name.starts_with(other)) {
            continue;
        }
        let path: Vec<String> = rest.split("__").map(str::to_lowercase).collect();
        match path.as_slice() {
            [section, keys @ ..]
                if !keys.is_empty() && path.iter().all(|part| !part.is_empty()) =>
            {
                let root = sections
                    .entry(section.clone())
                    .or_insert_with(|| Value::new(None, ValueKind::Table(Default::default())));
                put(root, keys, variable);
            }
            _ => problems.push(
                ConfigProblem::new(
                    rest.to_lowercase(),
                    "is not of the form MICROCORE_SECTION__KEY, with two underscores",
                    variable.origin.clone(),
                )
                .help(misspelt(rest)),
            ),
        }
    }
}

/// The commonest slip is one underscore between section and key.
fn misspelt(rest: &str) -> Option<String> {
    let (section, key) = rest.split_once('_')?;
    if section.is_empty() || key.is_empty() {
        return None;
    }
    Some(format!("did you mean `MICROCORE_{section}__{}`?", key.trim_matches('_')))
}

fn put(value: &mut Value, keys: &[String], variable: &Variable) {
    let [key, rest @ ..] = keys else {
        let kind = ValueKind::String(variable.value.clone());
        *value = Value::new(Some(&variable.origin), kind);
        return;
    };
    if !matches!(value.kind, ValueKind::Table(_)) {
        *value = Value::new(Some(&variable.origin), ValueKind::Table(Default::default()));
    }
    if let ValueKind::Table(table) = &mut value.kind {
        let inner = table
            .entry(key.clone())
            .or_insert_with(|| Value::new(None, ValueKind::Table(Default::default())));
        put(inner, rest, variable);
    }
}

/// The sections that nothing reads, each named with where it was set.
pub(super) fn unknown<'a>(
    sections: &'a Sections,
    known: &'a [String],
) -> impl Iterator<Item = ConfigProblem> + 'a {
    let unknown = sections.iter().filter(|(name, _)| !known.contains(name));
    unknown.flat_map(|(name, value)| {
        let hint = did_you_mean(name, known.iter().map(String::as_str));
        origins(value).into_iter().map(move |origin| {
            ConfigProblem::new(name, "is a section that nothing reads", origin).help(hint.clone())
        })
    })
}

/// Every distinct origin within a value.
fn origins(value: &Value) -> Vec<String> {
    let mut found: Vec<String> = match &value.kind {
        ValueKind::Table(table) if !table.is_empty() => table.values().flat_map(origins).collect(),
        _ => vec![value.origin().unwrap_or(FILE).to_owned()],
    };
    found.sort();
    found.dedup();
    found
}

fn problem(key: &str, problem: impl Into<String>) -> ConfigProblem {
    ConfigProblem::new(key, problem, key)
}
