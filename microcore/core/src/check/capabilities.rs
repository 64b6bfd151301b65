//! Every capability that a plugin asks for is provided by exactly one tool.

use super::index::Index;
use super::text::{Text, equal};
use crate::meta::{PluginMeta, ToolMeta};

/// What is wrong with the plugin's use of `capability`.
pub(crate) const fn provided(index: &Index, plugin: &PluginMeta, capability: &str) -> Option<Text> {
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
    Some(
        Text::new()
            .add("MC009: ")
            .plugin(plugin, &plugin.site)
            .add(" asks for `")
            .add(capability)
            .add("`, which no tool provides; write `#[microcore::provides] impl ")
            .add(capability)
            .add(" for …` and name that type in the `tools` of `app!`"),
    )
}

/// What is wrong with tool number `at`: one before it provides the same.
pub(crate) const fn unique(tools: &[&ToolMeta], at: usize) -> Option<Text> {
    let second = tools[at];
    let mut before = 0;
    while before < at {
        let first = tools[before];
        if equal(first.capability, second.capability) {
            return Some(
                Text::new()
                    .add("MC009: `")
                    .add(first.capability)
                    .add("` is provided by `")
                    .add(first.provider)
                    .add("` (")
                    .site(&first.site)
                    .add(") and by `")
                    .add(second.provider)
                    .add("` (")
                    .site(&second.site)
                    .add("); keep one of them in the `tools` of `app!`"),
            );
        }
        before += 1;
    }
    None
}
