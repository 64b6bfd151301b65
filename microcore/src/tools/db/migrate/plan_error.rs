//! The errors of a set of migrations that cannot run.

use std::fmt;

use microcore_core::diagnostic::Diagnostic;
use microcore_core::location::SourceLocation;
use microcore_core::meta::Migration;
use microcore_syntax::Code;
use microcore_syntax::suggest::nearest;

use super::plan::id;

/// Everything that is wrong with a set of migrations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PlanError {
    /// One for each mistake.
    pub diagnostics: Vec<Diagnostic>,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics.iter().enumerate() {
            let line = if index > 0 { "\n" } else { "" };
            write!(f, "{line}{}", diagnostic.message)?;
        }
        Ok(())
    }
}

impl From<PlanError> for Vec<Diagnostic> {
    fn from(error: PlanError) -> Self {
        error.diagnostics
    }
}

pub(super) fn declared_twice(first: &Migration, second: &Migration) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!("migration `{}` is declared twice", id(second)))
        .code(Code::MigrationOrder);
    let diagnostic = labelled(diagnostic, second, 0, "declared here");
    labelled(diagnostic, first, 0, "and declared here").help("rename one of them")
}

/// `needed` is at byte `at` of the file's text.
pub(super) fn unknown_dependency<'a>(
    migration: &Migration,
    needed: &str,
    at: usize,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let message =
        format!("migration `{}` depends on `{needed}`, which does not exist", id(migration));
    let diagnostic = Diagnostic::new(message).code(Code::MigrationOrder);
    let diagnostic = labelled(diagnostic, migration, at, "this dependency");
    match nearest(needed, known) {
        Some(known) => diagnostic.help(format!("did you mean `{known}`?")),
        None => {
            diagnostic.help("write the domain and the name of a file: `users/001_create_users`")
        }
    }
}

/// Each of the cycle depends on the next one, and the last one on the first.
pub(super) fn cycle(cycle: &[&Migration]) -> Diagnostic {
    let ids: Vec<_> = cycle.iter().chain(cycle.first()).map(|one| id(one)).collect();
    let message = format!("migrations depend on each other: {}", ids.join(" -> "));
    let diagnostic = Diagnostic::new(message).code(Code::MigrationOrder);
    let diagnostic = cycle.iter().fold(diagnostic, |all, one| labelled(all, one, 0, ""));
    diagnostic.help("move what causes the cycle into a third file that depends on both")
}

/// The word that begins or ends a transaction is at byte `at` of the file's text.
pub(super) fn transaction(migration: &Migration, word: &str, at: usize) -> Diagnostic {
    let message = format!(
        "migration `{}` says `{word}`; each file already runs in a transaction of its own",
        id(migration)
    );
    labelled(Diagnostic::new(message).code(Code::Sql), migration, at, "").help("leave it out")
}

pub(super) fn untranslatable(migration: &Migration, engine: &str, problem: &str) -> Diagnostic {
    let message = format!("migration `{}` cannot run on {engine}: {problem}", id(migration));
    labelled(Diagnostic::new(message).code(Code::Sql), migration, 0, "")
}

/// With the place in the file, where that is known.
fn labelled(
    diagnostic: Diagnostic,
    migration: &Migration,
    at: usize,
    text: &'static str,
) -> Diagnostic {
    if migration.file.is_empty() {
        return diagnostic;
    }
    let before = migration.sql.get(..at).unwrap_or_default();
    let count = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    let line = count(before.bytes().filter(|byte| *byte == b'\n').count());
    let column = count(before.rsplit('\n').next().unwrap_or_default().chars().count());
    diagnostic.label(SourceLocation { file: migration.file, line, column }, text)
}
