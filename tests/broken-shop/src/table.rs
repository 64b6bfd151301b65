//! The table of cases with what reports each, a part of `docs/errors/README.md`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::case::Case;
use crate::checked::Mistake;

const BEGIN: &str = "<!-- breaks: begin -->\n";
const END: &str = "<!-- breaks: end -->";

/// The table, and the list of allowed changes.
pub fn table(cases: &[Case], found: &BTreeMap<String, Vec<Mistake>>) -> String {
    let mut text = String::from("| the shop, broken | code | found by |\n| --- | --- | --- |\n");
    for case in cases.iter().filter(|case| case.wanted.is_some()) {
        let mistakes = found.get(&case.slug()).map(Vec::as_slice).unwrap_or_default();
        let ours = mistakes.iter().find(|mistake| !mistake.code.is_empty());
        let mistake = ours.or(mistakes.first());
        let (code, by) = mistake.map_or(("", "no one"), |one| (one.code.as_str(), one.found_by));
        let code = if code.is_empty() { "rustc's own" } else { code };
        text += &format!("| {} | {code} | {by} |\n", case.name);
    }
    text += "\nWhat stays allowed:\n\n";
    for case in cases.iter().filter(|case| case.wanted.is_none()) {
        text += &format!("- {}\n", case.name);
    }
    text
}

/// Writes the table into the page if `BREAKS=overwrite` is set; otherwise the page must
/// contain it.
pub fn write_or_compare(page: &Path, table: &str) {
    let text = std::fs::read_to_string(page).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the page says where the table begins");
    let (old, after) = rest.split_once(END).expect("the page says where the table ends");
    if std::env::var("BREAKS").is_ok_and(|how| how == "overwrite") {
        std::fs::write(page, format!("{before}{BEGIN}\n{table}\n{END}{after}")).unwrap();
    } else {
        assert_eq!(
            old.trim(),
            table.trim(),
            "{} is stale: BREAKS=overwrite cargo test -p microcore-broken-shop",
            page.display()
        );
    }
}
