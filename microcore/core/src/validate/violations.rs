//! Collects violations, each with the JSON pointer of its value.

use std::borrow::Cow;
use std::fmt::Write;

use crate::error::{Error, Result, Violation};

/// The violations of one value, with JSON pointers.
///
/// Nothing is allocated until a rule is violated.
#[derive(Debug, Default)]
pub struct Report {
    path: Vec<Step>,
    violations: Vec<Violation>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Field(&'static str),
    Index(usize),
}

impl Report {
    /// An empty report.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a violation by `field` of the current object.
    #[cold]
    pub fn add(
        &mut self,
        field: &'static str,
        rule: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) {
        let mut pointer = String::new();
        for step in &self.path {
            step.write(&mut pointer);
        }
        if !field.is_empty() {
            Step::Field(field).write(&mut pointer);
        }
        self.violations.push(Violation { pointer, rule: rule.into(), message: message.into() });
    }

    /// Reports on the fields of `field`.
    pub fn inside(&mut self, field: &'static str, check: impl FnOnce(&mut Self)) {
        self.path.push(Step::Field(field));
        check(self);
        self.path.pop();
    }

    /// Reports on the fields of element `index`.
    pub fn at(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.path.push(Step::Index(index));
        check(self);
        self.path.pop();
    }

    /// Replaces the messages of the rules that `check` finds broken by the user's own.
    pub fn with_message(&mut self, message: &'static str, check: impl FnOnce(&mut Self)) {
        let before = self.violations.len();
        check(self);
        for violation in &mut self.violations[before..] {
            violation.message = message.into();
        }
    }

    /// The violations, in the order found.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// An error with all violations, if there is one.
    pub fn finish(self) -> Result<()> {
        if self.violations.is_empty() { Ok(()) } else { Err(Error::invalid(self.violations)) }
    }
}

impl Step {
    fn write(self, pointer: &mut String) {
        match self {
            Self::Field(name) => {
                pointer.push('/');
                for part in name.chars() {
                    match part {
                        '~' => pointer.push_str("~0"),
                        '/' => pointer.push_str("~1"),
                        other => pointer.push(other),
                    }
                }
            }
            Self::Index(index) => {
                // Writing to a String cannot fail.
                let _ = write!(pointer, "/{index}");
            }
        }
    }
}
