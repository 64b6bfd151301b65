//! `graph` and `impact`: what is bound to what.

use std::fs;

use clap::ArgMatches;
use serde_json::json;

use super::expand::source;
use super::{Failure, OK, Output};
use crate::kernel::App;
use crate::manifest;

pub(super) fn graph(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let graph = manifest::graph(&app.registry());
    if out.json {
        out.json(&graph)?;
    } else {
        out.out.write_all(graph.mermaid().as_bytes())?;
    }
    Ok(OK)
}

pub(super) fn impact(app: &App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    let thing = matches.get_one::<String>("thing").map(String::as_str).unwrap_or_default();
    let registry = app.registry();
    let things = manifest::things(app.meta, &registry);
    let text = |plugin: &_| fs::read_to_string(source(app.meta, plugin)?).ok();
    let found = manifest::impact(app.meta, &registry, thing, text);
    let known = things.iter().any(|known| {
        known == thing || known.split_once(' ').is_some_and(|(_, path)| path == thing)
    });
    if !known {
        return Err(Failure::Text(format!(
            "there is no event, question, route, tool or table `{thing}`; there are: {}",
            things.join(", ")
        )));
    }
    if out.json {
        out.json(&json!({ "thing": thing, "touched_by": found }))?;
    } else {
        let rows = found.iter().map(|touch| {
            let (does, what) = (touch.does.to_owned(), touch.what.clone());
            vec![touch.plugin.clone(), does, what, touch.breaks.clone(), touch.at.clone()]
        });
        let head = ["plugin", "does", "what", "if it changes", "at"];
        out.table(&head, rows, "nobody has to do with it")?;
    }
    Ok(OK)
}
