//! The metadata of tools and migrations.

use super::ToolStart;
use crate::location::SourceLocation;
use crate::setters::setters;

/// A tool: the implementation of one capability.
#[derive(Debug)]
#[non_exhaustive]
pub struct ToolMeta {
    /// The capability it provides: `Db`, `Mailer`.
    pub capability: &'static str,
    /// The implementation: `Smtp`.
    pub provider: &'static str,
    /// The capability's doc comment.
    pub doc: &'static str,
    /// What can be called.
    pub methods: &'static [MethodMeta],
    /// The source location of the implementation.
    pub location: SourceLocation,
    /// Builds the tool from the configuration; reaches no backend yet.
    pub start: ToolStart,
}

impl ToolMeta {
    /// A tool without methods that plugins could call.
    pub const fn new(
        capability: &'static str,
        provider: &'static str,
        location: SourceLocation,
        start: ToolStart,
    ) -> Self {
        Self { capability, provider, doc: "", methods: &[], location, start }
    }
}

setters!(ToolMeta { doc: &'static str, methods: &'static [MethodMeta], });

/// A method of a capability.
#[derive(Debug)]
#[non_exhaustive]
pub struct MethodMeta {
    /// Its name.
    pub name: &'static str,
    /// Its signature as written.
    pub signature: &'static str,
    /// Its doc comment.
    pub doc: &'static str,
}

impl MethodMeta {
    /// A method without a doc comment.
    pub const fn new(name: &'static str, signature: &'static str) -> Self {
        Self { name, signature, doc: "" }
    }
}

setters!(MethodMeta { doc: &'static str, });

/// A table.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TableMeta {
    /// Its name, lower case.
    pub name: &'static str,
    /// The domain whose migrations create it.
    pub domain: &'static str,
}

impl TableMeta {
    /// A table of that domain.
    pub const fn new(name: &'static str, domain: &'static str) -> Self {
        Self { name, domain }
    }
}

/// An SQL file of a domain, embedded at build time.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Migration {
    /// The domain that owns it.
    pub domain: &'static str,
    /// The file's name without `.sql`: `001_create_users`.
    pub name: &'static str,
    /// Its text.
    pub sql: &'static str,
    /// Where it is, from the package's root; empty if it is not known.
    pub file: &'static str,
}

impl Migration {
    /// A file of that domain; where it is, is not known.
    pub const fn new(domain: &'static str, name: &'static str, sql: &'static str) -> Self {
        Self { domain, name, sql, file: "" }
    }
}

setters!(Migration { file: &'static str });
