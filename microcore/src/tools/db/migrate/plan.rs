//! The order in which migrations run.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use microcore_syntax::sql::{Dialect as Syntax, Lexer, Piece};
use sha2::{Digest, Sha256};

use super::super::driver::Dialect;
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
            problems: vec![format!("migration `{}`: {problem}", self.id())],
        })
    }
}

/// Everything that is wrong with a set of migrations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PlanError {
    /// One sentence each.
    pub problems: Vec<String>,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
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
///     Migration { domain: "orders", name: "001", sql: "-- depends: users/001\nSELECT 1" },
///     Migration { domain: "users", name: "001", sql: "SELECT 1" },
/// ];
/// let order: Vec<_> = plan(&files)?.iter().map(|planned| planned.id()).collect();
/// assert_eq!(order, ["users/001", "orders/001"]);
/// # Ok::<_, microcore::tools::db::migrate::PlanError>(())
/// ```
pub fn plan(migrations: &[Migration]) -> Result<Vec<Planned<'_>>, PlanError> {
    let mut problems = Vec::new();
    let mut files: BTreeMap<Key<'_>, &Migration> = BTreeMap::new();
    for migration in migrations {
        if files.insert(key(migration), migration).is_some() {
            problems.push(format!("migration `{}` is there twice", id(migration)));
        }
    }
    let mut needs: BTreeMap<Key<'_>, BTreeSet<Key<'_>>> = BTreeMap::new();
    let mut previous: Option<Key<'_>> = None;
    for (&own, migration) in &files {
        let mut own_needs = BTreeSet::new();
        own_needs.extend(previous.filter(|(domain, _)| *domain == own.0));
        previous = Some(own);
        for text in depends(migration.sql) {
            let needed = text.strip_suffix(".sql").unwrap_or(text).split_once('/');
            match needed.and_then(|needed| files.get_key_value(&needed)) {
                Some((&needed, _)) => {
                    own_needs.insert(needed);
                }
                None => problems.push(format!(
                    "migration `{}` depends on `{text}`, which is not there",
                    id(migration)
                )),
            }
        }
        if let Some(word) = transaction_control(migration.sql) {
            problems.push(format!(
                "migration `{}` says `{word}`; each file already runs in a transaction of its own",
                id(migration)
            ));
        }
        needs.insert(own, own_needs);
    }
    let order = match order(&needs) {
        Ok(order) => order,
        Err(cycle) => {
            let cycle: Vec<_> =
                cycle.iter().map(|(domain, name)| format!("{domain}/{name}")).collect();
            problems.push(format!("migrations depend on each other: {}", cycle.join(" -> ")));
            Vec::new()
        }
    };
    if !problems.is_empty() {
        return Err(PlanError { problems });
    }
    let planned = order
        .iter()
        .filter_map(|own| files.get(own))
        .map(|migration| Planned { migration, checksum: checksum(migration.sql) });
    Ok(planned.collect())
}

type Key<'a> = (&'a str, &'a str);

fn key(migration: &Migration) -> Key<'_> {
    (migration.domain, migration.name)
}

fn id(migration: &Migration) -> String {
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
            path.push(next);
            break;
        }
        path.push(next);
        at = next;
    }
    Err(path)
}

/// What the leading comments say after `depends:`.
fn depends(sql: &str) -> impl Iterator<Item = &str> {
    Lexer::new(sql, Syntax::Sqlite)
        .take_while(|piece| !piece.is_significant())
        .filter_map(|piece| piece.text.strip_prefix("--")?.trim().strip_prefix("depends:"))
        .flat_map(|list| list.split([',', ' ', '\t']))
        .filter(|name| !name.is_empty())
}

/// `BEGIN` or `COMMIT` as a statement; inside a trigger they stand elsewhere.
fn transaction_control(sql: &str) -> Option<&str> {
    let mut starts = true;
    for piece in Lexer::new(sql, Syntax::Postgres).filter(Piece::is_significant) {
        if starts && piece.is_any(&["BEGIN", "COMMIT", "ROLLBACK"]) {
            return Some(piece.text);
        }
        starts = piece.is(";");
    }
    None
}

fn checksum(sql: &str) -> String {
    let digest = Sha256::digest(sql.replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
