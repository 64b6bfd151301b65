//! The layers of microcore's own crates.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::Path;

use microcore_layers::{Layers, Sources};

/// The grammars that the macros and the runtime share.
const SYNTAX: Layers = Layers {
    layers: &[&[
        "code",
        "cron",
        "duration",
        "fnv",
        "method",
        "name",
        "route_path",
        "sql",
        "suggest",
    ]],
};

/// The contracts, the lowest first.
const CORE: Layers = Layers {
    layers: &[
        &["error", "location", "metrics", "setters"],
        &["diagnostic"],
        &["schema"],
        &["secret"],
        &["validate"],
        &["config", "trace"],
        &["event", "tool"],
        &["identity", "store", "meta"],
        &["call", "check", "system"],
        &["__private"],
    ],
};

/// The framework: tools, what runs them, and the interfaces above.
const MICROCORE: Layers = Layers {
    layers: &[
        &["cookie", "data"],
        &["tools"],
        &["events", "http"],
        &["schedule"],
        &["app"],
        &["conformance", "manifest"],
        &["mcp"],
        &["commands"],
        &["__private", "macros"],
        &["prelude"],
    ],
};

fn check(folder: &str, layers: Layers) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let report = layers.check(&Sources::read(&root).unwrap());
    println!("{folder}: {report}");
    assert!(report.violations.is_empty(), "{folder}: {report}");
}

#[test]
fn the_shared_grammars_keep_their_layers() {
    check("microcore-macros/syntax/src", SYNTAX);
}

#[test]
fn the_contracts_keep_their_layers() {
    check("microcore/core/src", CORE);
}

#[test]
fn the_framework_keeps_its_layers() {
    check("microcore/src", MICROCORE);
}

const SMALL: Layers = Layers { layers: &[&["low"], &["left", "right"], &["high"]] };

fn small(files: &[(&[&str], &str, &str)]) -> String {
    let mut sources = Sources::default();
    for (folder, stem, text) in files {
        let folder: Vec<String> = folder.iter().map(|part| (*part).to_owned()).collect();
        sources.add(&folder, stem, text).unwrap();
    }
    SMALL.check(&sources).to_string()
}

#[test]
fn an_import_that_runs_upwards_or_sideways_is_reported_and_one_that_runs_down_is_not() {
    let report = small(&[
        (&[], "low", "use crate::high::Thing;"),
        (&[], "left", "use crate::low::Base; fn f() { crate::right::g() }"),
        (&[], "right", "use crate::low::Base;"),
        (&[], "high", "use crate::{left::A, right::B};"),
    ]);
    assert!(report.contains("low imports `Thing` upwards, from high"), "{report}");
    assert!(report.contains("left imports `g` sideways, from right"), "{report}");
    assert!(report.contains("violations 2"), "and no other: {report}");
}

#[test]
fn a_re_export_counts_as_an_import_of_the_file_that_has_it() {
    let report = small(&[
        (&[], "low", ""),
        (&["left"], "mod", "mod inner; pub use inner::Thing;"),
        (&["left"], "inner", "use crate::high::other::Deep;"),
        (&[], "right", ""),
        (&["high"], "mod", "mod other; pub use other::Deep;"),
        (&["high"], "other", "use crate::left::Thing;"),
    ]);
    assert!(report.contains("left::inner imports `Deep` upwards, from high::other"), "{report}");
    assert!(report.contains("left::inner -> high::other (Deep)"), "{report}");
    assert!(report.contains("high::other -> left::inner (Thing)"), "{report}");
}

#[test]
fn a_module_that_is_in_no_layer_is_reported() {
    let report = small(&[(&[], "attic", "")]);
    assert!(report.contains("`attic` is in no layer"), "{report}");
}
