//! The tables of a domain, read from the text of its migrations.

use std::collections::BTreeMap;

use microcore_syntax::sql::{Action, Definition, Dialect, Lexer, Object, Piece};

use microcore_core::meta::Migration;

/// A table: its columns and constraints, each as written.
pub(crate) type Tables = BTreeMap<String, Vec<String>>;

/// The tables after all these migrations, run by name. Understands `CREATE
/// TABLE`, `DROP TABLE` and the usual `ALTER TABLE`; the rest changes no columns.
pub(crate) fn tables(migrations: &[Migration], domain: &str) -> Tables {
    let mut files: Vec<_> = migrations.iter().filter(|file| file.domain == domain).collect();
    files.sort_by_key(|file| file.name);
    let mut tables = Tables::new();
    for file in files {
        for statement in statements(file.sql) {
            apply(&statement, &mut tables);
        }
    }
    tables
}

/// Statements, each without spaces and comments.
fn statements(sql: &str) -> Vec<Vec<Piece<'_>>> {
    let pieces: Vec<_> = Lexer::new(sql, Dialect::Sqlite).filter(Piece::is_significant).collect();
    pieces.split(|piece| piece.is(";")).map(<[Piece<'_>]>::to_vec).collect()
}

fn apply(statement: &[Piece<'_>], tables: &mut Tables) {
    let Some(definition) = Definition::read(statement) else { return };
    let Definition { action, object, is_temporary, name, end } = definition;
    if object != Object::Table || is_temporary {
        return;
    }
    let rest: Vec<&str> = statement[end..].iter().map(|piece| piece.text).collect();
    match action {
        Action::Create => drop(tables.insert(name.to_owned(), columns(&rest))),
        Action::Drop => drop(tables.remove(name)),
        Action::Alter => alter(name, &rest, tables),
    }
}

fn alter(name: &str, change: &[&str], tables: &mut Tables) {
    let upper: Vec<String> = change.iter().take(4).map(|word| word.to_uppercase()).collect();
    let upper: Vec<&str> = upper.iter().map(String::as_str).collect();
    let skip = |words: usize| change.get(words..).unwrap_or_default();
    match upper.as_slice() {
        ["RENAME", "TO", ..] => {
            if let (Some(table), Some(new)) = (tables.remove(name), change.get(2)) {
                tables.insert(plain(new), table);
            }
        }
        ["RENAME", "COLUMN", _, "TO"] => rename(name, change[2], change.get(4), tables),
        ["ADD", "COLUMN", ..] => add(name, skip(2), tables),
        ["ADD", ..] => add(name, skip(1), tables),
        ["DROP", "COLUMN", ..] => drop_column(name, skip(2), tables),
        _ => {}
    }
}

fn add(name: &str, column: &[&str], tables: &mut Tables) {
    if let Some(table) = tables.get_mut(name) {
        table.push(join(column));
    }
}

fn drop_column(name: &str, column: &[&str], tables: &mut Tables) {
    if let (Some(table), Some(column)) = (tables.get_mut(name), column.first()) {
        table.retain(|known| first_word(known) != plain(column));
    }
}

fn rename(name: &str, from: &str, to: Option<&&str>, tables: &mut Tables) {
    let (Some(table), Some(to)) = (tables.get_mut(name), to) else { return };
    for column in table.iter_mut().filter(|known| first_word(known) == plain(from)) {
        let rest = column.split_once(' ').map(|(_, rest)| rest).unwrap_or_default();
        *column = format!("{} {rest}", plain(to));
    }
}

/// The text between the outer parentheses, split at its commas.
fn columns(rest: &[&str]) -> Vec<String> {
    let mut columns = Vec::new();
    let mut column: Vec<&str> = Vec::new();
    let mut depth = 0;
    for text in rest {
        match *text {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        let opens = depth == 1 && *text == "(" && column.is_empty() && columns.is_empty();
        if opens {
            continue;
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && *text == "," {
            columns.push(join(&column));
            column.clear();
        } else {
            column.push(text);
        }
    }
    columns.push(join(&column));
    columns.retain(|column| !column.is_empty());
    columns
}

fn join(words: &[&str]) -> String {
    let mut text = String::new();
    for word in words {
        let tight = matches!(*word, ")" | "," | ".") || text.ends_with(['(', '.']);
        if !text.is_empty() && !tight {
            text.push(' ');
        }
        text.push_str(word);
    }
    // `>=` comes as two symbols.
    text.replace("> =", ">=").replace("< =", "<=").replace("< >", "<>")
}

fn first_word(column: &str) -> String {
    plain(column.split(' ').next().unwrap_or_default())
}

fn plain(name: &str) -> String {
    name.trim_matches(['"', '`']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_name_without_the_schema() {
        let sql = "CREATE TABLE public.orders (id BIGINT); CREATE TEMP TABLE t (id BIGINT)";
        let files = [Migration::new("orders", "001", sql)];
        let tables = tables(&files, "orders");
        assert_eq!(
            tables.into_iter().collect::<Vec<_>>(),
            [("orders".to_owned(), vec!["id BIGINT".to_owned()])]
        );
    }

    #[test]
    fn the_tables_are_those_after_the_last_migration() {
        let files = [
            Migration::new(
                "users",
                "002_more",
                "ALTER TABLE users ADD COLUMN age BIGINT; ALTER TABLE users DROP COLUMN name;
                      ALTER TABLE users RENAME COLUMN email TO mail; DROP TABLE old;",
            ),
            Migration::new(
                "users",
                "001_users",
                "-- people, all of them\nCREATE TABLE IF NOT EXISTS \"users\" (
                        id BIGSERIAL PRIMARY KEY, name TEXT, email TEXT NOT NULL UNIQUE,
                        points NUMERIC(10, 2) CHECK (points >= 0), -- never negative
                        PRIMARY KEY (id, email));
                      CREATE TABLE old (id BIGINT); INSERT INTO old (id) VALUES (1);
                      CREATE INDEX by_mail ON users (email);",
            ),
            Migration::new("orders", "001", "CREATE TABLE orders (id BIGINT)"),
        ];
        let tables = tables(&files, "users");
        assert_eq!(tables.keys().collect::<Vec<_>>(), ["users"]);
        assert_eq!(
            tables["users"],
            [
                "id BIGSERIAL PRIMARY KEY",
                "mail TEXT NOT NULL UNIQUE",
                "points NUMERIC (10, 2) CHECK (points >= 0)",
                "PRIMARY KEY (id, email)",
                "age BIGINT",
            ]
        );
    }
}
