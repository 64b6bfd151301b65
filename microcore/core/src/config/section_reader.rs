//! Deserializes a section and collects all errors.
//!
//! serde stops at the first error. Therefore each error is recorded, and the section is
//! deserialized again with a valid placeholder at that key, until there is no new error.
//! A value with placeholders is discarded.

use std::cell::RefCell;
use std::collections::BTreeMap;

use config::{Value, ValueKind};
use serde::de::DeserializeOwned;

use super::ConfigProblem;
use super::de::ValueDeserializer;
use super::read_error::ReadError;
use super::source::{FILE, PREFIX, Variables};

/// One section on its way into a type.
pub(super) struct SectionReader<'a> {
    section: &'a str,
    value: &'a Value,
    /// Where `PREFIX_KEY` is looked up, if it may be.
    variables: Option<&'a Variables>,
    problems: RefCell<Vec<ConfigProblem>>,
    pub(super) stand_ins: BTreeMap<String, StandIn>,
}

/// What is read in place of a mistake.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum StandIn {
    /// Zero, no text, an empty list.
    Nothing,
    /// The key is left out, for types that take no such value: their default
    /// may do.
    Absent,
}

/// `STRIPE_KEY` for the key `key` of the section `stripe`.
pub(super) fn variable_name(section: &str, key: &str) -> String {
    format!("{section}_{key}").to_uppercase()
}

impl<'a> SectionReader<'a> {
    pub(super) fn new(
        section: &'a str,
        value: &'a Value,
        variables: Option<&'a Variables>,
    ) -> Self {
        Self { section, value, variables, problems: RefCell::default(), stand_ins: BTreeMap::new() }
    }

    /// The value, if the type accepts the placeholders, and the errors.
    pub(super) fn finish<T: DeserializeOwned>(mut self) -> (Option<T>, Vec<ConfigProblem>) {
        let value = loop {
            let root = ValueDeserializer {
                section: &self,
                path: self.section.to_owned(),
                input: Input::Value(self.value),
            };
            let error = match T::deserialize(root) {
                Ok(value) => break Some(value),
                Err(error) => error,
            };
            let path = error.path.clone().unwrap_or_else(|| self.section.to_owned());
            let within = self.stand_ins.keys().any(|other| is_within(&path, other));
            if !within {
                self.note(self.describe(&path, &error));
            }
            let next = match self.stand_ins.get(&path) {
                None => StandIn::Nothing,
                Some(StandIn::Nothing) => StandIn::Absent,
                Some(StandIn::Absent) => break None,
            };
            self.stand_ins.insert(path, next);
        };
        let mut problems = self.problems.into_inner();
        problems.sort_by(|a, b| a.key.cmp(&b.key));
        (value, problems)
    }

    fn describe(&self, path: &str, error: &ReadError) -> ConfigProblem {
        let origin = if error.missing {
            self.how_to_give(path)
        } else {
            error.origin.clone().unwrap_or_else(|| FILE.to_owned())
        };
        ConfigProblem::new(path, error.message.clone(), origin)
    }

    /// How to give a setting that is missing.
    pub(super) fn how_to_give(&self, path: &str) -> String {
        let key = path.strip_prefix(self.section).unwrap_or(path).trim_start_matches('.');
        let section = self.section;
        let variable = format!("{PREFIX}{section}__{}", key.replace('.', "__")).to_uppercase();
        let short = match self.variables {
            Some(_) if !key.contains('.') => format!(" or {}", variable_name(section, key)),
            _ => String::new(),
        };
        format!("set `{key}` under [{section}] in {FILE}, or {variable}{short}")
    }

    pub(super) fn note(&self, problem: ConfigProblem) {
        let mut problems = self.problems.borrow_mut();
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// The value at `path`: a short variable goes over the file, and under
    /// everything that was given by its full name.
    pub(super) fn find(
        &self,
        path: &str,
        key: &str,
        value: Option<&'a Value>,
    ) -> Option<Input<'a>> {
        match self.stand_ins.get(path) {
            Some(StandIn::Nothing) => return Some(Input::StandIn),
            Some(StandIn::Absent) => return None,
            None => {}
        }
        let short = self.variables.and_then(|variables| {
            let depth = path.len() == self.section.len() + 1 + key.len();
            depth.then(|| variables.get(&variable_name(self.section, key))).flatten()
        });
        match (value, short) {
            (Some(value), Some(_)) if value.origin() != Some(FILE) => Some(Input::Value(value)),
            (_, Some(variable)) => Some(Input::Text(&variable.value, &variable.origin)),
            (Some(value), None) => Some(Input::Value(value)),
            (None, None) => None,
        }
    }
}

fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What is to be read at one place.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Value(&'a Value),
    Text(&'a str, &'a str),
    StandIn,
}

impl<'a> Input<'a> {
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Self::Value(value) => match &value.kind {
                ValueKind::String(text) => Some(text),
                _ => None,
            },
            Self::Text(text, _) => Some(text),
            Self::StandIn => None,
        }
    }

    pub(super) fn origin(self) -> Option<String> {
        match self {
            Self::Value(value) => value.origin().map(str::to_owned),
            Self::Text(_, origin) => Some(origin.to_owned()),
            Self::StandIn => None,
        }
    }
}
