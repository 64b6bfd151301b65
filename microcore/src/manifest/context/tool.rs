//! A capability, with its exact signatures.

use crate::app::Registry;
use crate::manifest::{Links, line};
use microcore_core::meta::ToolMeta;

/// The section of a tool.
pub(super) fn section(tool: &ToolMeta, registry: &Registry) -> String {
    let built_in = crate::tools::BUILT_IN.iter().any(|known| known.capability == tool.capability);
    let name = tool.capability;
    let argument = if built_in { name.to_owned() } else { format!("Tool<dyn {name}>") };
    let mut out = format!("\n### `{argument}`: {}\n\n", line(tool.doc));
    for method in tool.methods {
        out.push_str(&format!("- `{}`", method.signature));
        if !method.doc.is_empty() {
            out.push_str(&format!(": {}", line(method.doc)));
        }
        out.push('\n');
    }
    let users: Vec<_> =
        Links(&registry.plugins).users(name).map(microcore_core::meta::PluginMeta::id).collect();
    if !built_in && !users.is_empty() {
        out.push_str(&format!("\nUsed by {}.\n", users.join(", ")));
    }
    out
}
