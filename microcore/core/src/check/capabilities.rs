//! Checks that every required capability is provided by exactly one tool.

use microcore_syntax::Code;

use super::const_diagnostic::ConstDiagnostic;
use super::index::Index;
use super::text::{Text, equal};
use crate::meta::{PluginMeta, ToolMeta};

/// What is wrong with the plugin's use of `capability`.
pub(crate) const fn provided(
    index: &Index,
    plugin: &PluginMeta,
    capability: &str,
) -> Option<ConstDiagnostic> {
    if !index.complete {
        return None;
    }
    let mut at = 0;
    while at < index.tools.len() {
        if equal(index.tools[at].capability, capability) {
            return None;
        }
        at += 1;
    }
    let mut at = 0;
    while at < index.built_in.len() {
        if equal(index.built_in[at].capability, capability) {
            return None;
        }
        at += 1;
    }
    let message = Text::new()
        .plugin(plugin)
        .add(" requires ")
        .quote(capability)
        .add(", which no tool provides");
    let write = Text::new()
        .add("write `#[microcore::provides] impl ")
        .add(capability)
        .add(" for …` and name that type in the `tools` of `app!`");
    Some(
        ConstDiagnostic::new(Code::Capability, message)
            .label(plugin.location, "required by this plugin")
            .help(write),
    )
}

/// What is wrong with tool number `at`: one before it provides the same.
pub(crate) const fn unique(tools: &[&ToolMeta], at: usize) -> Option<ConstDiagnostic> {
    let second = tools[at];
    let mut before = 0;
    while before < at {
        let first = tools[before];
        if equal(first.capability, second.capability) {
            let message = Text::new()
                .quote(first.capability)
                .add(" is provided by ")
                .quote(first.provider)
                .add(" and by ")
                .quote(second.provider);
            return Some(
                ConstDiagnostic::new(Code::Capability, message)
                    .label(first.location, "provided here")
                    .label(second.location, "and provided here")
                    .help(Text::new().add("keep one of them in the `tools` of `app!`")),
            );
        }
        before += 1;
    }
    None
}
