//! The order in which migrations run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use microcore_syntax::sql::{Dialect as Syntax, Lexer, Piece};
use sha2::{Digest, Sha256};

use super::super::driver::Dialect;
use super::plan_error::{self, PlanError};
use microcore_core::meta::Migration;

/// A migration in its place.
#[derive(Debug, Clone)]
pub struct Planned<'a> {
    /// The file.
    pub migration: &'a Migration,
    /// SHA-256 of its text, in hexadecimal; line ends count as `\n`.
    pub checksum: String,
}

impl Planned<'_> {
    /// `users/001_create_users`.
    pub fn id(&self) -> String {
        id(self.migration)
    }

    /// The text as the engine understands it.
    pub(super) fn sql(&self, dialect: &Dialect) -> Result<Cow<'_, str>, PlanError> {
        (dialect.translate)(self.migration.sql).map_err(|problem| PlanError {
            diagnostics: vec![plan_error::untranslatable(self.migration, dialect.name, &problem)],
        })
    }
}

/// Puts migrations in order: by name within a domain, after what they depend on
/// across domains, and otherwise by domain. The order of the slice is without
/// meaning.
///
/// # Errors
/// Names every duplicate, every dependency that is not there, every file that
/// controls transactions itself, and the files of a cycle.
///
/// ```
/// use microcore::meta::Migration;
/// use microcore::tools::db::migrate::plan;
///
/// let files = [
///     Migration::new("orders", "001", "-- depends: users/001\nSELECT 1"),
///     Migration::new("users", "001", "SELECT 1"),
/// ];
/// let order: Vec<_> = plan(&files)?.iter().map(|planned| planned.id()).collect();
/// assert_eq!(order, ["users/001", "orders/001"]);
/// # Ok::<_, microcore::tools::db::migrate::PlanError>(())
/// ```
pub fn plan(migrations: &[Migration]) -> Result<Vec<Planned<'_>>, PlanError> {
    let mut diagnostics = Vec::new();
    let mut files: BTreeMap<Key<'_>, &Migration> = BTreeMap::new();
    for migration in migrations {
        if let Some(first) = files.insert(key(migration), migration) {
            diagnostics.push(plan_error::declared_twice(first, migration));
        }
    }
    let ids: Vec<String> = files.values().map(|migration| id(migration)).collect();
    let mut needs: BTreeMap<Key<'_>, BTreeSet<Key<'_>>> = BTreeMap::new();
    let mut previous: Option<Key<'_>> = None;
    for (&own, migration) in &files {
        let mut own_needs = BTreeSet::new();
        own_needs.extend(previous.filter(|(domain, _)| *domain == own.0));
        previous = Some(own);
        for (at, text) in depends(migration.sql) {
            let needed = text.strip_suffix(".sql").unwrap_or(text).split_once('/');
            match needed.and_then(|needed| files.get_key_value(&needed)) {
                Some((&needed, _)) => {
                    own_needs.insert(needed);
                }
                None => {
                    let ids = ids.iter().map(String::as_str);
                    diagnostics.push(plan_error::unknown_dependency(migration, text, at, ids));
                }
            }
        }
        if let Some((at, word)) = transaction_control(migration.sql) {
            diagnostics.push(plan_error::transaction(migration, word, at));
        }
        needs.insert(own, own_needs);
    }
    let order = match order(&needs) {
        Ok(order) => order,
        Err(cycle) => {
            let cycle: Vec<_> = cycle.iter().filter_map(|own| files.get(own).copied()).collect();
            diagnostics.push(plan_error::cycle(&cycle));
            Vec::new()
        }
    };
    if !diagnostics.is_empty() {
        return Err(PlanError { diagnostics });
    }
    let planned = order
        .iter()
        .filter_map(|own| files.get(own))
        .map(|migration| Planned { migration, checksum: checksum(migration.sql) });
    Ok(planned.collect())
}

/// Whether each migration can run on that engine.
pub(in super::super) fn check(planned: &[Planned<'_>], dialect: &Dialect) -> Result<(), PlanError> {
    let errors = planned.iter().filter_map(|planned| planned.sql(dialect).err());
    let diagnostics: Vec<_> = errors.flat_map(|error| error.diagnostics).collect();
    if diagnostics.is_empty() { Ok(()) } else { Err(PlanError { diagnostics }) }
}

type Key<'a> = (&'a str, &'a str);

fn key(migration: &Migration) -> Key<'_> {
    (migration.domain, migration.name)
}

pub(super) fn id(migration: &Migration) -> String {
    format!("{}/{}", migration.domain, migration.name)
}

/// Kahn's algorithm, the smallest key first; a cycle if there is one.
fn order<'a>(needs: &BTreeMap<Key<'a>, BTreeSet<Key<'a>>>) -> Result<Vec<Key<'a>>, Vec<Key<'a>>> {
    let mut waiting = needs.clone();
    let mut order = Vec::with_capacity(waiting.len());
    let mut ready: BTreeSet<Key<'_>> =
        waiting.iter().filter(|(_, needs)| needs.is_empty()).map(|(key, _)| *key).collect();
    while let Some(next) = ready.pop_first() {
        waiting.remove(&next);
        order.push(next);
        for (key, needs) in &mut waiting {
            if needs.remove(&next) && needs.is_empty() {
                ready.insert(*key);
            }
        }
    }
    let Some((&start, _)) = waiting.first_key_value() else { return Ok(order) };
    // Everything left needs something left: following that must come back.
    let mut path = vec![start];
    let mut at = start;
    while let Some(next) = waiting.get(&at).and_then(|needs| needs.first()).copied() {
        if let Some(seen) = path.iter().position(|key| *key == next) {
            path.drain(..seen);
            break;
        }
        path.push(next);
        at = next;
    }
    Err(path)
}

/// What the leading comments say after `depends:`, and where.
fn depends(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    placed(sql, Syntax::Sqlite)
        .take_while(|(_, piece)| !piece.is_significant())
        .filter_map(|(at, piece)| {
            let list = piece.text.strip_prefix("--")?.trim().strip_prefix("depends:")?;
            Some((at, list))
        })
        .flat_map(|(at, list)| list.split([',', ' ', '\t']).map(move |name| (at, name)))
        .filter(|(_, name)| !name.is_empty())
}

/// `BEGIN` or `COMMIT` as a statement, and where; inside a trigger they stand elsewhere.
fn transaction_control(sql: &str) -> Option<(usize, &str)> {
    let mut starts = true;
    for (at, piece) in placed(sql, Syntax::Postgres).filter(|(_, piece)| piece.is_significant()) {
        if starts && piece.is_any(&["BEGIN", "COMMIT", "ROLLBACK"]) {
            return Some((at, piece.text));
        }
        starts = piece.is(";");
    }
    None
}

/// The pieces of a text, each with the byte that it begins at.
fn placed(sql: &str, syntax: Syntax) -> impl Iterator<Item = (usize, Piece<'_>)> {
    Lexer::new(sql, syntax).scan(0, |end, piece| {
        let at = *end;
        *end += piece.text.len();
        Some((at, piece))
    })
}

fn checksum(sql: &str) -> String {
    let digest = Sha256::digest(sql.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
