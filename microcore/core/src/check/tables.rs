//! Checks that a plugin uses the tables of its own domain only.

use microcore_syntax::Code;

use super::const_diagnostic::ConstDiagnostic;
use super::index::{Index, Probe};
use super::nearest::Nearest;
use super::text::{Text, equal};
use crate::meta::{PluginMeta, StatementMeta, TableMeta};

/// What is wrong with the tables that the statement names.
pub(crate) const fn owned(
    index: &Index,
    plugin: &PluginMeta,
    statement: &StatementMeta,
    keys: &[u64],
) -> Option<ConstDiagnostic> {
    let Some(tables) = index.tables else { return None };
    let mut at = 0;
    while at < statement.tables.len() {
        let (name, key) = (statement.tables[at], keys[at]);
        at += 1;
        let found = find(index, tables, key);
        if let Some(table) = found
            && equal(table.domain, plugin.domain)
        {
            continue;
        }
        let message = Text::new().plugin(plugin).add(" uses the table ").quote(name);
        match found {
            Some(table) => {
                let message = message.add(" of the domain ").quote(table.domain);
                let ask =
                    Text::new().add("ask a plugin of ").quote(table.domain).add(" with `#[ask]`");
                let copy = Text::new()
                    .add("or keep a copy in a table of ")
                    .quote(plugin.domain)
                    .add(", filled by subscribing to its events");
                return Some(diagnostic(statement, message).help(ask).help(copy));
            }
            None if !index.complete => {}
            None => {
                let missing = diagnostic(statement, message.add(", which no migration creates"));
                let create = Text::new().add("create it in `").add(plugin.domain);
                let create = create.add("/migrations/`");
                return Some(match nearest(tables, plugin.domain, name) {
                    Some(table) => missing
                        .help(Text::new().add("did you mean ").quote(table.name).add("?"))
                        .help(Text::new().add("or ").add(create.as_str())),
                    None => missing.help(create),
                });
            }
        }
    }
    None
}

const fn diagnostic(statement: &StatementMeta, message: Text) -> ConstDiagnostic {
    ConstDiagnostic::new(Code::Sql, message).label(statement.location, "in this statement")
}

const fn find(index: &Index, tables: &'static [TableMeta], key: u64) -> Option<&'static TableMeta> {
    match Probe::new(index.table_slots, key).next() {
        Some(slot) => Some(&tables[slot.item as usize]),
        None => None,
    }
}

/// The table of the domain with the most similar name.
const fn nearest(
    tables: &'static [TableMeta],
    domain: &str,
    name: &str,
) -> Option<&'static TableMeta> {
    let mut nearest = Nearest::to(name);
    let mut at = 0;
    while at < tables.len() {
        if equal(tables[at].domain, domain) {
            nearest.offer(tables[at].name, &tables[at]);
        }
        at += 1;
    }
    nearest.found()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Slot, index_tables, name_key, table_slots};
    use super::*;
    use crate::location::SourceLocation;

    const LOCATION: SourceLocation = SourceLocation { file: "a.rs", line: 7, column: 1 };
    const TABLES: &[TableMeta] = &[
        TableMeta::new("order_lines", "orders"),
        TableMeta::new("orders", "orders"),
        TableMeta::new("users", "users"),
    ];

    fn message(tables: &'static [&'static str]) -> Option<String> {
        static PLUGIN: PluginMeta =
            PluginMeta::new("place", "shop::domains::orders::place::place", "shop", LOCATION);
        static SLOTS: [Slot; table_slots(Some(TABLES))] = index_tables(Some(TABLES));
        let index =
            Index { complete: true, tables: Some(TABLES), table_slots: &SLOTS, ..Index::EMPTY };
        let keys: Vec<u64> = tables.iter().map(|table| name_key(table)).collect();
        let found = owned(&index, &PLUGIN, &StatementMeta::new(tables, LOCATION), &keys)?;
        Some(found.render().as_str().to_owned())
    }

    #[test]
    fn tables_of_the_plugins_own_domain_are_allowed() {
        assert_eq!(message(&["orders", "order_lines"]), None);
        assert_eq!(message(&[]), None);
    }

    #[test]
    fn a_table_of_another_domain_names_its_owner() {
        let message = message(&["orders", "users"]).unwrap();
        assert!(
            message.starts_with(
                "MC011: `orders::place` uses the table `users` of the domain `users`\n  a.rs:7: "
            ),
            "{message}"
        );
    }

    #[test]
    fn an_unknown_table_gets_the_nearest_of_the_domain_as_a_suggestion() {
        let message = message(&["oders"]).unwrap();
        assert!(
            message.contains("no migration creates") && message.contains("did you mean `orders`?"),
            "{message}"
        );
    }
}
