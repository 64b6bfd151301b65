//! Every capability that a plugin asks for is provided by exactly one tool.

use super::index::Index;
use super::text::{Text, equal};
use crate::meta::PluginMeta;
use crate::tools::BUILT_IN;

/// What is wrong with the plugin's use of `capability`.
pub(crate) const fn provided(index: &Index, plugin: &PluginMeta, capability: &str) -> Option<Text> {
    if !index.complete {
        return None;
    }
    let mut first = None;
    let mut at = 0;
    while at < index.tools.len() {
        let tool = index.tools[at];
        if equal(tool.capability, capability) {
            if let Some(first) = first {
                return Some(twice(capability, first, tool.provider));
            }
            first = Some(tool.provider);
        }
        at += 1;
    }
    let mut at = 0;
    while at < BUILT_IN.len() {
        if equal(BUILT_IN[at].capability, capability) {
            return None;
        }
        at += 1;
    }
    if first.is_some() {
        return None;
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

const fn twice(capability: &str, first: &str, second: &str) -> Text {
    Text::new()
        .add("MC009: `")
        .add(capability)
        .add("` is provided by `")
        .add(first)
        .add("` and by `")
        .add(second)
        .add("`; keep one of them in the `tools` of `app!`")
}
