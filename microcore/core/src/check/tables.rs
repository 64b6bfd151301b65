//! A plugin reads and writes the tables of its own domain.

use super::index::{Index, Probe};
use super::text::{Text, difference, equal};
use crate::meta::{PluginMeta, StatementMeta, TableMeta};

/// What is wrong with the tables that the statement names.
pub(crate) const fn owned(
    index: &Index,
    plugin: &PluginMeta,
    statement: &StatementMeta,
    keys: &[u64],
) -> Option<Text> {
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
        let text = Text::new()
            .add("MC011: ")
            .plugin(plugin, &statement.site)
            .add(" names the table `")
            .add(name);
        match found {
            Some(table) => {
                return Some(
                    text.add("` of the domain `")
                        .add(table.domain)
                        .add("`; ask a plugin of `")
                        .add(table.domain)
                        .add("` with `#[ask]`, or keep what you need in a table of `")
                        .add(plugin.domain)
                        .add("` by listening to its events"),
                );
            }
            None if !index.complete => {}
            None => {
                let text = text
                    .add("`, which no migration creates; create it in `")
                    .add(plugin.domain)
                    .add("/migrations/`");
                return Some(match nearest(tables, plugin.domain, name) {
                    Some(table) => text.add(", or did you mean `").add(table.name).add("`?"),
                    None => text,
                });
            }
        }
    }
    None
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
    let mut best = None;
    let mut smallest = name.len() / 2 + 1;
    let mut at = 0;
    while at < tables.len() {
        let size = difference(name, tables[at].name);
        if size < smallest && equal(tables[at].domain, domain) {
            smallest = size;
            best = Some(&tables[at]);
        }
        at += 1;
    }
    best
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Slot, index_tables, name_key, table_slots};
    use super::*;
    use crate::location::SourceLocation;

    const SITE: SourceLocation = SourceLocation { file: "a.rs", line: 7, column: 1 };
    const TABLES: &[TableMeta] = &[
        TableMeta { name: "order_lines", domain: "orders" },
        TableMeta { name: "orders", domain: "orders" },
        TableMeta { name: "users", domain: "users" },
    ];

    fn said(tables: &'static [&'static str]) -> Option<String> {
        static PLUGIN: PluginMeta =
            PluginMeta::new("place", "shop::domains::orders::place::place", "shop", SITE);
        static SLOTS: [Slot; table_slots(Some(TABLES))] = index_tables(Some(TABLES));
        let index =
            Index { complete: true, tables: Some(TABLES), table_slots: &SLOTS, ..Index::EMPTY };
        let keys: Vec<u64> = tables.iter().map(|table| name_key(table)).collect();
        let text = owned(&index, &PLUGIN, &StatementMeta { tables, site: SITE }, &keys)?;
        Some(text.as_str().to_owned())
    }

    #[test]
    fn the_own_domains_tables_may_be_named() {
        assert_eq!(said(&["orders", "order_lines"]), None);
        assert_eq!(said(&[]), None);
    }

    #[test]
    fn a_table_of_another_domain_names_its_owner() {
        let said = said(&["orders", "users"]).unwrap();
        assert!(
            said.starts_with(
                "MC011: `orders::place` (a.rs:7) names the table `users` of the domain `users`"
            ),
            "{said}"
        );
    }

    #[test]
    fn an_unknown_table_is_answered_with_the_nearest_of_the_domain() {
        let said = said(&["oders"]).unwrap();
        assert!(
            said.contains("no migration creates") && said.contains("did you mean `orders`?"),
            "{said}"
        );
    }
}
