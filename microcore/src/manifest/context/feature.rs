//! The context that is needed to write or change one feature.

use super::{EXAMPLE, RULES, domain, headed, tool};
use crate::app::Registry;
use crate::manifest::{Links, carried, text, touched};
use microcore_core::meta::{AppMeta, PluginMeta};

/// The pack for `domain/feature`, which need not exist yet: the rules, its domain, and
/// what it uses or can use.
///
/// # Errors
///
/// The name is no `domain/feature`.
pub fn pack(app: &AppMeta, registry: &Registry, feature_arg: &str) -> Result<String, String> {
    let name = feature_arg.replace("::", "/");
    let Some((domain, feature)) = name.split_once('/') else {
        return Err(format!("`{feature_arg}` names no feature: write it as `users/create_user`"));
    };
    let found = registry.plugins.iter().copied();
    let found = found.into_iter().find(|plugin| plugin.domain == domain && plugin.name == feature);
    let mut body = format!("\n## Rules\n\n{RULES}");
    match found {
        Some(plugin) => written(app, registry, plugin, &mut body),
        None => unwritten(app, registry, domain, &mut body),
    }
    let head = match found {
        Some(_) => format!("# {domain}/{feature} of {}\n\nWhat one needs to change it.", app.name),
        None => format!(
            "# {domain}/{feature} of {}, to be written\n\nIt goes to \
             `src/domains/{domain}/{feature}.rs`, as `#[microcore::plugin] mod {feature} {{ … }}`.",
            app.name
        ),
    };
    Ok(headed(&head, &body))
}

/// The plugin itself, its domain's tables, its tools, and the plugins that it is related
/// to.
fn written(app: &AppMeta, registry: &Registry, plugin: &'static PluginMeta, out: &mut String) {
    let links = Links(&registry.plugins);
    out.push_str(&format!("\n## Domain `{}`\n", plugin.domain));
    out.push_str(&domain::own_tables(app, plugin.domain));
    out.push_str(&domain::plugin_section(app, registry, plugin));
    let mut others: Vec<&'static PluginMeta> = Vec::new();
    for event in plugin.events {
        others.extend(links.readers(event.name).map(|(other, _)| other));
    }
    for subscription in plugin.subscriptions {
        others.extend(links.publishers(subscription.event).map(|(other, _)| other));
    }
    for ask in plugin.asks {
        others.extend(links.answers().filter(|(_, answer)| answer.ask == ask.name).map(|(o, _)| o));
    }
    for answer in plugin.answers {
        others
            .extend(links.asks().filter(|(_, ask)| ask.name == answer.ask).map(|(other, _)| other));
    }
    others.sort_by_key(|other| (other.domain, other.name));
    others.dedup_by_key(|other| other.id());
    others.retain(|other| other.id() != plugin.id());
    if !others.is_empty() {
        out.push_str("\n## Related plugins\n");
        for other in others {
            out.push_str(&domain::plugin_section(app, registry, other));
        }
    }
    let tools = touched(plugin);
    out.push_str("\n## Tools it uses\n");
    for used in registry.tools.iter().filter(|tool| tools.contains(&tool.capability)) {
        out.push_str(&tool::section(used, registry));
    }
}

/// The domain, all events, questions and paths, all tools, and an
/// example.
fn unwritten(app: &AppMeta, registry: &Registry, domain: &str, out: &mut String) {
    let links = Links(&registry.plugins);
    out.push_str(&domain::domain(app, registry, domain));
    if app.migrations.iter().all(|migration| migration.domain != domain) {
        out.push_str("\nIt has no tables yet; its first migration is `001_….sql`.\n");
    }
    out.push_str("\n## Existing events\n\n");
    let mut events: Vec<_> = links.events().collect();
    events.sort_by_key(|(_, event)| event.name);
    for (_, event) in events {
        out.push_str(&format!("- `{}` {}\n", event.name, carried(event.shape)));
    }
    out.push_str("\n## Questions that are answered\n\n");
    let mut answers: Vec<_> = links.answers().collect();
    answers.sort_by_key(|(_, answer)| answer.ask);
    for (by, answer) in answers {
        let (reads, returns) = (carried(answer.view), text(answer.reply));
        let (ask, by) = (answer.ask, by.id());
        out.push_str(&format!("- `{ask}`, by {by}: reads {reads}, returns {returns}\n"));
    }
    out.push_str("\n## Existing paths\n\n");
    let mut paths: Vec<String> = Vec::new();
    for plugin in &registry.plugins {
        paths
            .extend(plugin.routes.iter().map(|route| format!("`{} {}`", route.method, route.path)));
        paths.extend(plugin.websockets.iter().map(|socket| format!("`GET {}`", socket.path)));
    }
    paths.sort();
    out.push_str(&format!("{}\n", paths.join(", ")));
    out.push_str("\n## Tools\n");
    let built_in = crate::tools::BUILT_IN
        .iter()
        .filter(|tool| registry.tools.iter().all(|known| known.capability != tool.capability));
    let mut tools: Vec<_> = registry.tools.iter().chain(built_in).collect();
    tools.sort_by_key(|tool| tool.capability);
    for tool in tools {
        out.push_str(&tool::section(tool, registry));
    }
    out.push_str(&format!("\n## A worked example\n\n```rust\n{EXAMPLE}```\n"));
}
