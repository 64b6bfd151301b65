//! The registered plugins, and their validation.

use std::collections::{BTreeMap, BTreeSet};

use microcore_syntax::Code;

use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{AppMeta, PluginMeta, ToolMeta};

/// The plugins and tools of an application.
#[derive(Clone, Debug)]
pub struct Registry {
    /// The plugins, sorted by domain, name and path.
    pub plugins: Vec<&'static PluginMeta>,
    /// One tool a capability that is needed, sorted by capability.
    pub tools: Vec<&'static ToolMeta>,
    diagnostics: Vec<Diagnostic>,
}

impl Registry {
    /// Takes the plugins there are and, where the linker collected them, compares
    /// them with what the source declares.
    pub fn new(
        app: &'static AppMeta,
        plugins: Vec<&'static PluginMeta>,
        own_tools: &[&'static ToolMeta],
        built_in: &[&'static ToolMeta],
        by_linker: bool,
    ) -> Self {
        let mut diagnostics = Vec::new();
        if by_linker {
            lost(app.plugins, &plugins, &mut diagnostics);
        }
        duplicates(&plugins, &mut diagnostics);
        let tools = choose(app, &plugins, own_tools, built_in, &mut diagnostics);
        Self { plugins, tools, diagnostics }
    }

    /// What is wrong with the registration itself: plugins lost by the linker
    /// or registered twice, capabilities with no tool or with two.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

fn lost(declared: &[&PluginMeta], linked: &[&PluginMeta], diagnostics: &mut Vec<Diagnostic>) {
    let paths: BTreeSet<_> = linked.iter().map(|plugin| (plugin.krate, plugin.path)).collect();
    for plugin in declared {
        if !paths.contains(&(plugin.krate, plugin.path)) {
            let message = format!(
                "plugin `{}` of crate `{}` is declared, and the linker dropped it from the program",
                plugin.id(),
                plugin.krate,
            );
            let krate = plugin.krate.replace('-', "_");
            diagnostics.push(
                Diagnostic::new(message)
                    .code(Code::LostPlugin)
                    .label(plugin.location, "declared here")
                    .help(format!("name the crate in the binary: `use {krate} as _;`"))
                    .help("and build without flags that drop unused sections"),
            );
        }
    }
}

fn duplicates(linked: &[&PluginMeta], diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, &PluginMeta> = BTreeMap::new();
    for plugin in linked {
        if let Some(first) = seen.insert(plugin.id(), plugin) {
            diagnostics.push(
                Diagnostic::new(format!("two plugins are named `{}`", plugin.id()))
                    .code(Code::File)
                    .label(plugin.location, "declared here")
                    .label(first.location, "and declared here")
                    .help("rename one of them"),
            );
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
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'static ToolMeta> {
    let mut chosen: BTreeMap<&str, &'static ToolMeta> = BTreeMap::new();
    for tool in app.tools.iter().chain(own_tools) {
        if let Some(first) = chosen.insert(tool.capability, tool) {
            let message = format!(
                "`{}` is provided by `{}` and by `{}`",
                tool.capability, first.provider, tool.provider,
            );
            diagnostics.push(
                Diagnostic::new(message)
                    .code(Code::Capability)
                    .label(tool.location, "provided here")
                    .label(first.location, "and provided here")
                    .help("keep one of them in the `tools` of `app!`"),
            );
        }
    }
    let mut needed: BTreeSet<&str> = plugins
        .iter()
        .flat_map(|plugin| plugin.handlers())
        .flat_map(|own| own.handler().capabilities())
        .collect();
    if !app.migrations.is_empty() {
        needed.insert("Db");
    }
    for tool in built_in {
        if needed.contains(tool.capability) {
            chosen.entry(tool.capability).or_insert(tool);
        }
    }
    // A capability without a tool is reported by the handlers that require it,
    // each at its own place.
    chosen.into_values().collect()
}
