#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const fn file(domain: &'static str, name: &'static str, sql: &'static str) -> Migration {
    Migration::new(domain, name, sql)
}

fn ids(migrations: &[Migration]) -> Vec<String> {
    plan(migrations).unwrap().iter().map(Planned::id).collect()
}

fn problems(migrations: &[Migration]) -> Vec<String> {
    plan(migrations).unwrap_err().diagnostics.into_iter().map(|own| own.message).collect()
}

#[test]
fn names_order_a_domain_and_dependencies_order_domains() {
    let order = ids(&[
        file("a", "002", "SELECT 1"),
        file("a", "001", "-- the first\n-- depends: z/001.sql, m/001\nSELECT 1"),
        file("z", "001", "SELECT 1"),
        file("z", "002", "-- depends: a/002\nSELECT 1"),
        file("m", "001", "SELECT 1"),
    ]);
    assert_eq!(order, ["m/001", "z/001", "a/001", "a/002", "z/002"]);
}

#[test]
fn all_errors_are_reported_at_once() {
    let found = problems(&[
        file("a", "001", "SELECT 1"),
        file("a", "001", "SELECT 2"),
        file("b", "001", "-- depends: a/009\nSELECT 1"),
        file("c", "001", "CREATE TABLE c (id INTEGER); commit;"),
    ]);
    assert_eq!(
        found,
        [
            "migration `a/001` is declared twice",
            "migration `b/001` depends on `a/009`, which does not exist",
            "migration `c/001` says `commit`; each file already runs in a transaction of its own",
        ]
    );
}

#[test]
fn a_cycle_is_named_with_its_files() {
    let found = problems(&[
        file("a", "001", "-- depends: b/001\nSELECT 1"),
        file("b", "001", "-- depends: a/002\nSELECT 1"),
        file("a", "002", "SELECT 1"),
        file("c", "001", "-- depends: a/001\nSELECT 1"),
    ]);
    assert_eq!(found, ["migrations depend on each other: a/001 -> b/001 -> a/002 -> a/001"]);
}

#[test]
fn depends_counts_in_leading_comments_only() {
    assert_eq!(ids(&[file("a", "001", "SELECT 1; -- depends: unknown/001\n")]), ["a/001"]);
}

#[test]
fn a_trigger_may_say_begin() {
    let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;";
    assert_eq!(transaction_control(trigger), None);
}

#[test]
fn line_ends_do_not_change_the_checksum() {
    assert_eq!(checksum("a\r\nb"), checksum("a\nb"));
    assert_ne!(checksum("a"), checksum("b"));
}

proptest! {
    /// Files whose dependencies all point to files of a smaller number, handed
    /// over in any order.
    #[test]
    fn every_file_comes_after_what_it_needs(
        (edges, shuffle) in (2..12_usize).prop_flat_map(|count| {
            let edges = prop::collection::vec((0..count, 0..count), 0..20);
            let shuffle = Just((0..count).collect::<Vec<_>>()).prop_shuffle();
            (edges, shuffle)
        })
    ) {
        let names: Vec<&'static str> =
            (0..shuffle.len()).map(|number| &*format!("{number:03}").leak()).collect();
        let files: Vec<Migration> = shuffle
            .iter()
            .map(|own| {
                let needs: String = edges
                    .iter()
                    .filter(|(from, to)| from == own && to < own)
                    .map(|(_, to)| format!("-- depends: d{to}/{}\n", names[*to]))
                    .collect();
                let domain = &*format!("d{own}").leak();
                file(domain, names[*own], format!("{needs}SELECT 1").leak())
            })
            .collect();
        let order = ids(&files);
        prop_assert_eq!(order.len(), files.len());
        let place = |number: usize| {
            let id = format!("d{number}/{}", names[number]);
            order.iter().position(|planned| *planned == id).unwrap()
        };
        for (from, to) in edges {
            if to < from {
                prop_assert!(place(to) < place(from));
            }
        }
        let mut reversed = files;
        reversed.reverse();
        prop_assert_eq!(ids(&reversed), order);
    }
}
