//! Breaks the shop in every way that the compiler must detect.
#![allow(clippy::print_stderr)]

use std::fmt::Write;
use std::path::Path;

use microcore_broken_shop::{Case, Mistake, Wanted, check, table, write_or_compare};

/// `BREAKS_ONLY=route` checks the cases with `route` in their name and shows the output
/// of the compiler.
#[test]
fn every_mistake_is_reported_where_it_was_made_and_nothing_else_is() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap();
    let mut cases = Case::all(&here.join("cases"));
    let only = std::env::var("BREAKS_ONLY").ok();
    if let Some(only) = &only {
        cases.retain(|case| case.name.contains(only.as_str()));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("breaks");
    let found = check(&cases, &folder, root);
    let mut report = String::new();
    for case in &cases {
        let nothing = Vec::new();
        let mistakes = found.get(&case.slug()).unwrap_or(&nothing);
        let problems = problems(case.wanted.as_ref(), mistakes);
        if !problems.is_empty() || only.is_some() {
            writeln!(report, "\n=== {}: {}", case.name, problems.join("; ")).unwrap();
            mistakes.iter().for_each(|mistake| report += &mistake.shown);
        }
        assert!(only.is_some() || found.contains_key(&case.slug()), "{}: not checked", case.name);
        if only.is_some() && problems.is_empty() {
            eprintln!("{report}");
            report.clear();
        }
    }
    assert!(report.is_empty(), "{report}");
    if only.is_none() {
        write_or_compare(&root.join("docs/errors/README.md"), &table(&cases, &found));
    }
}

/// How the output of the compiler differs from the expected one.
fn problems(wanted: Option<&Wanted>, mistakes: &[Mistake]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(wanted) = wanted else {
        if !mistakes.is_empty() {
            problems.push("this is allowed".to_owned());
        }
        return problems;
    };
    let (ours, rustcs): (Vec<&Mistake>, Vec<&Mistake>) =
        mistakes.iter().partition(|mistake| !mistake.code.is_empty() || !wanted.rustc_too);
    let elsewhere = |mistake: &&&Mistake| !wanted.files.contains(&mistake.file);
    problems.extend(rustcs.iter().find(elsewhere).map(|one| format!("rustc reports {}", one.file)));
    let mistakes = ours;
    let mut files: Vec<&str> = mistakes.iter().map(|mistake| mistake.file.as_str()).collect();
    let mut expected: Vec<&str> = wanted.files.iter().map(String::as_str).collect();
    files.sort_unstable();
    expected.sort_unstable();
    if files != expected {
        problems.push(format!("errors are in {files:?}, not in {expected:?}"));
    }
    for mistake in mistakes {
        if mistake.code != wanted.code {
            problems.push(format!("the code is `{}`, not `{}`", mistake.code, wanted.code));
        }
        if !mistake.at.contains(&wanted.at) {
            problems.push(format!("`{}` is underlined, not `{}`", mistake.at, wanted.at));
        }
        let shown = mistake.shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in wanted.says.iter().filter(|text| !shown.contains(text.as_str())) {
            problems.push(format!("`{text}` is not in the message"));
        }
    }
    problems
}
