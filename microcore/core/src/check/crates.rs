//! Checks of domains in separate crates, combined into one application.

use microcore_syntax::Code;

use super::const_diagnostic::ConstDiagnostic;
use super::text::{Text, before, equal};
use crate::meta::{CrateMeta, Migration, PluginMeta, SourceLocation, TableMeta};

/// An application, as the assertions of a crate of domains see it.
///
/// `app!` implements it, for assertions that are in other crates.
pub trait Application {
    /// The parts of the application.
    const INDEX: &'static super::Index;
}

macro_rules! joined {
    ($($field:ident: $kind:ty = $empty:expr, $count:ident, $join:ident;)*) => {$(
        #[doc = concat!("How many ", stringify!($field), " they have together.")]
        pub const fn $count(app: &CrateMeta, crates: &[&CrateMeta]) -> usize {
            let mut count = app.$field.len();
            let mut at = 0;
            while at < crates.len() {
                count += crates[at].$field.len();
                at += 1;
            }
            count
        }

        #[doc = concat!("The ", stringify!($field), " of all of them, one crate after the other.")]
        #[allow(unreachable_pub)] // exported by `check`
        pub const fn $join<const N: usize>(app: &CrateMeta, crates: &[&CrateMeta]) -> [$kind; N] {
            let mut joined: [$kind; N] = [$empty; N];
            let mut next = 0;
            let mut from = 0;
            while from <= crates.len() {
                let list = if from == 0 { app.$field } else { crates[from - 1].$field };
                let mut at = 0;
                while at < list.len() {
                    joined[next] = list[at];
                    next += 1;
                    at += 1;
                }
                from += 1;
            }
            joined
        }
    )*};
}

const NOWHERE: SourceLocation = SourceLocation { file: "", line: 0, column: 0 };
static NO_PLUGIN: PluginMeta = PluginMeta::new("", "", "", NOWHERE);

joined! {
    plugins: &'static PluginMeta = &NO_PLUGIN, count_plugins, join_plugins;
    tables: TableMeta = TableMeta::new("", ""), count_tables, join_unsorted_tables;
    migrations: Migration = Migration::new("", "", ""),
        count_migrations, join_migrations;
}

/// The tables of all crates, sorted by name, as the index requires.
pub const fn join_tables<const N: usize>(app: &CrateMeta, crates: &[&CrateMeta]) -> [TableMeta; N] {
    let mut tables: [TableMeta; N] = join_unsorted_tables(app, crates);
    // Each list is sorted already, so little is moved.
    let mut sorted = 1;
    while sorted < N {
        let mut at = sorted;
        while at > 0 && before(tables[at].name, tables[at - 1].name) {
            tables.swap(at, at - 1);
            at -= 1;
        }
        sorted += 1;
    }
    tables
}

/// Asserts that this crate shares no domain and no table with the application or with
/// another crate that precedes it in the list.
#[track_caller]
pub const fn disjoint(krate: &CrateMeta, app: &CrateMeta, crates: &[&CrateMeta]) {
    super::assert_none(shared(krate, app));
    let mut at = 0;
    while at < crates.len() && !equal(crates[at].name, krate.name) {
        super::assert_none(shared(krate, crates[at]));
        at += 1;
    }
}

const fn shared(krate: &CrateMeta, other: &CrateMeta) -> Option<ConstDiagnostic> {
    let mut at = 0;
    while at < krate.plugins.len() {
        let plugin = krate.plugins[at];
        let mut other_at = 0;
        while other_at < other.plugins.len() {
            let duplicate = other.plugins[other_at];
            if equal(plugin.domain, duplicate.domain) {
                let message = Text::new()
                    .add("the domain ")
                    .quote(plugin.domain)
                    .add(" is in two crates: ")
                    .quote(krate.name)
                    .add(" and ")
                    .quote(other.name);
                return Some(
                    ConstDiagnostic::new(Code::File, message)
                        .label(plugin.location, "a plugin of the one")
                        .label(duplicate.location, "a plugin of the other")
                        .help(Text::new().add("move the files of one into the other"))
                        .help(Text::new().add("or rename the folder of one")),
                );
            }
            other_at += 1;
        }
        at += 1;
    }
    let (mut at, mut other_at) = (0, 0);
    while at < krate.tables.len() && other_at < other.tables.len() {
        let (table, duplicate) = (&krate.tables[at], &other.tables[other_at]);
        if equal(table.name, duplicate.name) {
            let message = Text::new()
                .add("the table ")
                .quote(table.name)
                .add(" is created by the domain ")
                .quote(table.domain)
                .add(" of the crate ")
                .quote(krate.name)
                .add(" and by ")
                .quote(duplicate.domain)
                .add(" of ")
                .quote(other.name);
            return Some(
                ConstDiagnostic::new(Code::Sql, message)
                    .help(Text::new().add("a table has one owner: rename one of them")),
            );
        }
        if before(table.name, duplicate.name) {
            at += 1;
        } else {
            other_at += 1;
        }
    }
    None
}
