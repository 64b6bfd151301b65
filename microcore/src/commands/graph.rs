//! `graph` and `impact`: the dependencies between plugins, routes, events and tools.

use std::fs;
use std::path::Path;

use clap::ArgMatches;
use serde_json::json;

use super::expand::source;
use super::progress::Progress;
use super::{Failure, OK, Output};
use crate::app::App;
use crate::manifest;

pub(super) fn graph(app: &App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    let graph = manifest::graph(&app.registry());
    let file = matches.get_one::<String>("output").map(Path::new);
    let text = match format(matches, file) {
        "json" => {
            format!("{}\n", serde_json::to_string_pretty(&graph).map_err(std::io::Error::from)?)
        }
        "svg" => graph.svg(&format!("{} {}", app.meta.name, app.meta.version)),
        _ => graph.mermaid(),
    };
    match file {
        Some(file) => {
            let shown = file.display();
            fs::write(file, text).map_err(|error| Failure::Text(format!("{shown}: {error}")))?;
            out.line(&format!("wrote {shown}"))?;
        }
        None => out.out.write_all(text.as_bytes())?,
    }
    Ok(OK)
}

/// The format of the option, or that of the file's extension.
fn format<'m>(matches: &'m ArgMatches, file: Option<&Path>) -> &'m str {
    let format_arg = matches.get_one::<String>("format").map(String::as_str);
    let extension = file.and_then(Path::extension).and_then(|extension| extension.to_str());
    format_arg.unwrap_or(match extension {
        Some("svg") => "svg",
        Some("json") => "json",
        _ => "mermaid",
    })
}

pub(super) fn impact(app: &App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    let thing = matches.get_one::<String>("thing").map(String::as_str).unwrap_or_default();
    let registry = app.registry();
    let things = manifest::things(app.meta, &registry);
    let text = |plugin: &_| fs::read_to_string(source(app.meta, plugin)?).ok();
    let touches = manifest::impact(app.meta, &registry, thing, text);
    let known = things.iter().any(|known| {
        known == thing || known.split_once(' ').is_some_and(|(_, path)| path == thing)
    });
    if !known {
        return Err(Failure::Text(format!(
            "there is no event, question, route, tool or table `{thing}`; there are: {}",
            things.join(", ")
        )));
    }
    let progress = Progress::on("reading the tests");
    let tests = manifest::tests_of(app.meta, &registry, thing, &touches);
    drop(progress);
    if out.json {
        out.json(&json!({ "thing": thing, "touched_by": touches, "tests": tests }))?;
        return Ok(OK);
    }
    let rows = touches.iter().map(|touch| {
        let (does, what) = (touch.does.to_owned(), touch.what.clone());
        vec![touch.plugin.clone(), does, what, touch.breaks.clone(), touch.at.clone()]
    });
    let head = ["plugin", "does", "what", "if it changes", "at"];
    out.table(&head, rows, "no plugin uses it")?;
    out.line("")?;
    let rows = tests.found.iter().map(|test| {
        let names: Vec<_> = test.names.iter().map(String::as_str).collect();
        vec![test.file.clone(), names.join(", "), test.run.clone()]
    });
    out.table(&["tests to run", "they name", "command"], rows, "no test names any of it")?;
    if let Some(error) = tests.error {
        out.line(&format!("the tests could not be read: {error}"))?;
        return Ok(OK);
    }
    let (files, below, words) = (tests.files, &tests.below, tests.looked_for.join(", "));
    out.line(&format!("searched {files} files of tests below {below} for: {words}"))?;
    Ok(OK)
}
