//! What is registered, and whether it can be trusted.

use std::collections::{BTreeMap, BTreeSet};

use super::Problem;
use microcore_core::meta::{AppMeta, HandlerMeta, PluginMeta, ToolMeta};

/// The plugins and tools of an application.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The plugins, sorted by domain, name and path.
    pub plugins: Vec<&'static PluginMeta>,
    /// One tool a capability that is needed, sorted by capability.
    pub tools: Vec<&'static ToolMeta>,
    problems: Vec<Problem>,
}

impl Registry {
    /// Takes the plugins there are and, where the linker collected them, holds
    /// them against what the source declares.
    pub fn new(
        app: &'static AppMeta,
        plugins: Vec<&'static PluginMeta>,
        own_tools: &[&'static ToolMeta],
        built_in: &[&'static ToolMeta],
        by_linker: bool,
    ) -> Self {
        let mut problems = Vec::new();
        if by_linker {
            lost(app.plugins, &plugins, &mut problems);
        }
        duplicates(&plugins, &mut problems);
        let tools = choose(app, &plugins, own_tools, built_in, &mut problems);
        Self { plugins, tools, problems }
    }

    /// What is wrong with the registration itself: plugins lost by the linker
    /// or registered twice, capabilities with no tool or with two.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn lost(declared: &[&PluginMeta], linked: &[&PluginMeta], problems: &mut Vec<Problem>) {
    let paths: BTreeSet<_> = linked.iter().map(|plugin| (plugin.krate, plugin.path)).collect();
    for plugin in declared {
        if !paths.contains(&(plugin.krate, plugin.path)) {
            let message = format!(
                "plugin `{}` of crate `{}` is declared and the linker left it out of the program; \
                 name the crate in the binary (`use {} as _;`) and build without flags that drop \
                 unused sections",
                plugin.id(),
                plugin.krate,
                plugin.krate.replace('-', "_"),
            );
            problems.push(Problem::new(message).code("MC015").at(plugin.site));
        }
    }
}

fn duplicates(linked: &[&PluginMeta], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<String, &PluginMeta> = BTreeMap::new();
    for plugin in linked {
        if let Some(first) = seen.insert(plugin.id(), plugin) {
            let message = format!(
                "two plugins are called `{}`: the other stands at {}; rename one of them",
                plugin.id(),
                first.site,
            );
            problems.push(Problem::new(message).at(plugin.site));
        }
    }
}

/// The application's own tools all run; a built-in one runs where a plugin
/// needs it and the application brings no tool of its own for it.
fn choose(
    app: &'static AppMeta,
    plugins: &[&'static PluginMeta],
    own_tools: &[&'static ToolMeta],
    built_in: &[&'static ToolMeta],
    problems: &mut Vec<Problem>,
) -> Vec<&'static ToolMeta> {
    let mut chosen: BTreeMap<&str, &'static ToolMeta> = BTreeMap::new();
    for tool in app.tools.iter().chain(own_tools) {
        if let Some(first) = chosen.insert(tool.capability, tool) {
            let message = format!(
                "two tools provide `{}`: `{}` at {} and `{}`; keep one in the `tools` of `app!`",
                tool.capability, first.provider, first.site, tool.provider,
            );
            problems.push(Problem::new(message).at(tool.site));
        }
    }
    let mut needed: BTreeSet<&str> = plugins
        .iter()
        .flat_map(|plugin| plugin.handlers())
        .flat_map(HandlerMeta::capabilities)
        .collect();
    if !app.migrations.is_empty() {
        needed.insert("Db");
    }
    for tool in built_in {
        if needed.contains(tool.capability) {
            chosen.entry(tool.capability).or_insert(tool);
        }
    }
    // A capability without a tool is complained about by the handlers that ask
    // for it, each at its own place.
    chosen.into_values().collect()
}
