#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

fn count(sql: &str) -> usize {
    let counts = [Dialect::Sqlite, Dialect::Postgres]
        .map(|dialect| Statement::parse(sql, dialect).expect("a statement").placeholders);
    assert_eq!(counts[0], counts[1]);
    counts[0]
}

fn refused(sql: &str) -> String {
    Statement::parse(sql, Dialect::Sqlite).expect_err("a refusal").message().to_owned()
}

#[test]
fn placeholders_are_counted_where_sql_has_them_only() {
    assert_eq!(count("SELECT $1, $2"), 2);
    assert_eq!(count("SELECT $2, $1, $2"), 2);
    assert_eq!(count("SELECT $1::text || 'it''s $2' -- $3\n /* $4 */"), 1);
    assert_eq!(count("SELECT \"$2\", $1, E'\\'$2', $$ $2 $$, $tag$ $2 $tag$"), 1);
    assert_eq!(count("SELECT a$1 FROM t"), 0);
}

#[test]
fn gaps_and_impossible_numbers_are_refused() {
    assert_eq!(refused("SELECT $1, $3"), "`$3` is used and `$2` is not");
    assert_eq!(refused("SELECT $0"), "there is no placeholder `$0`");
    assert_eq!(
        refused("SELECT $99999999999999999999"),
        "there is no placeholder `$99999999999999999999`"
    );
}

#[test]
fn placeholders_that_only_one_engine_knows_are_refused() {
    for foreign in ["?", "?1", ":name", "@name", "$name"] {
        let message = refused(&format!("SELECT {foreign}"));
        assert_eq!(message, format!("placeholders are `$1`, `$2`, …; `{foreign}` is none"));
    }
    // Where these are operators they stay.
    assert!(Statement::parse("SELECT data ? 'key', data @> $1", Dialect::Postgres).is_ok());
}

#[test]
fn a_second_statement_is_refused_and_a_trailing_semicolon_is_not() {
    assert!(refused("DELETE FROM a; DELETE FROM b").contains("one statement"));
    assert_eq!(count("SELECT ';' ; -- done"), 0);
}

#[test]
fn comments_end_where_the_engine_ends_them() {
    let sql = "SELECT /* a /* b */ $1";
    assert_eq!(Statement::parse(sql, Dialect::Sqlite).unwrap().placeholders, 1);
    assert_eq!(Statement::parse(sql, Dialect::Postgres).unwrap().placeholders, 0);
}

#[test]
fn read_only_statements_are_distinguished_from_writes() {
    let reads = |sql| Statement::parse(sql, Dialect::Sqlite).unwrap().reads;
    assert!(reads("-- note\n select * from users"));
    assert!(reads("WITH a AS (SELECT 1) SELECT * FROM a"));
    assert!(reads("SELECT 'insert', \"update\" FROM t"));
    assert!(!reads("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a RETURNING id"));
    assert!(!reads("INSERT INTO t VALUES ($1) RETURNING id"));
    assert!(!reads("CREATE TABLE t (id INTEGER)"));
    assert!(!reads("PRAGMA user_version = 1"));
}

/// A piece of SQL and the placeholders that it really holds.
fn pieces() -> impl Strategy<Value = (String, Vec<usize>)> {
    prop_oneof![
        (1..5_usize).prop_map(|number| (format!("${number}"), vec![number])),
        (1..5_usize).prop_map(|number| (format!("${number}::text"), vec![number])),
        "[a-z]{1,6}(\\$[0-9])?".prop_map(|word| (word, vec![])),
        "[a-z $0-9;/*-]{0,8}".prop_map(|text| (format!("'{text}'"), vec![])),
        "[a-z $0-9;'/*-]{0,8}".prop_map(|text| (format!("\"{text}\""), vec![])),
        "[a-z $0-9;'\"-]{0,8}".prop_map(|text| (format!("-- {text}\n"), vec![])),
        "[a-z $0-9;'\"-]{0,8}".prop_map(|text| (format!("/*{text}*/"), vec![])),
        "[a-z 0-9;'\"/*-]{0,8}".prop_map(|text| (format!("$a${text}$1$a$"), vec![])),
        "[a-z $0-9;\"/*-]{0,8}".prop_map(|text| (format!("E'\\'{text}'"), vec![])),
        Just(("''''".to_owned(), vec![])),
    ]
}

proptest! {
    #[test]
    fn only_real_placeholders_are_counted(pieces in prop::collection::vec(pieces(), 0..12)) {
        let sql: Vec<_> = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let sql = format!("SELECT {}", sql.join(" "));
        let used: std::collections::BTreeSet<_> =
            pieces.iter().flat_map(|(_, numbers)| numbers).copied().collect();
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            match Statement::parse(&sql, dialect) {
                Ok(statement) => prop_assert_eq!(statement.placeholders, used.len()),
                Err(_) => prop_assert_ne!(used.len(), used.last().copied().unwrap_or(0)),
            }
        }
    }

    #[test]
    fn concatenated_pieces_are_the_text(sql in "\\PC*") {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let whole: String = Lexer::new(&sql, dialect).map(|piece| piece.text).collect();
            prop_assert_eq!(&whole, &sql);
        }
    }
}
