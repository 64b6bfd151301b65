//! `AI_CONTEXT.md`: the whole application in one text, for people and for AI agents: what
//! it contains, how to use it, and the rules. Generated from metadata alone.

mod domain;
mod feature;
mod tokens;
mod tool;

pub(super) use domain::route;
pub use feature::pack;
pub use tokens::tokens;

use std::collections::BTreeSet;

use crate::app::Registry;
use microcore_core::meta::AppMeta;

const RULES: &str = include_str!("agent_guide.md");
const EXAMPLE: &str = include_str!("example.rs");

/// `AI_CONTEXT.md`: the rules, the tools, every domain, and a worked example.
///
/// ```
/// # use microcore::{App, meta::AppMeta};
/// # static META: AppMeta = AppMeta::new("empty", "0.1.0");
/// let registry = App::new(&META).plugins([]).registry();
/// let text = microcore::manifest::whole(&META, &registry);
/// assert!(text.starts_with("# empty 0.1.0\n"));
/// ```
pub fn whole(app: &AppMeta, registry: &Registry) -> String {
    let mut body = String::new();
    body.push_str(&format!("\n## Rules\n\n{RULES}"));
    body.push_str("\n## Tools\n");
    for tool in &registry.tools {
        body.push_str(&tool::section(tool, registry));
    }
    for domain in domains(app, registry) {
        body.push_str(&domain::domain(app, registry, domain));
    }
    body.push_str(&format!("\n## A worked example\n\n```rust\n{EXAMPLE}```\n"));
    let made = format!("Everything one needs to know to write a feature. {}", origin(app));
    headed(&format!("# {} {}\n\n{made}", app.name, app.version), &body)
}

/// The line that distinguishes a generated file from any other.
pub(crate) fn origin(app: &AppMeta) -> String {
    format!("Made by `{} context`; do not edit.", app.name)
}

/// The domains, by plugin or by migration, sorted.
fn domains<'a>(app: &'a AppMeta, registry: &'a Registry) -> BTreeSet<&'a str> {
    let plugins = registry.plugins.iter().map(|plugin| plugin.domain);
    plugins.chain(app.migrations.iter().map(|file| file.domain)).collect()
}

/// The text under its head, which states its size.
fn headed(head: &str, body: &str) -> String {
    // The few tokens of the head are below the precision of the estimate.
    let size = tokens(body);
    // The estimate is good for two digits.
    let step = if size < 1000 { 10 } else { 100 };
    let size = (size + step / 2) / step * step;
    format!("{head} About {size} tokens ({}).\n{body}", tokens::METHOD)
}
