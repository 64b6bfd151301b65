//! The distributed slice that plugins register in.

use super::PluginMeta;

/// Every plugin that the linker kept, in no order.
///
/// linkme knows slices by their bare name, so the name carries a version.
#[linkme::distributed_slice]
pub static MICROCORE_V1_PLUGINS: [&'static PluginMeta];

/// The linked plugins, sorted by domain, name and path.
pub fn linked() -> Vec<&'static PluginMeta> {
    let mut plugins = MICROCORE_V1_PLUGINS.to_vec();
    plugins.sort_by_key(|plugin| (plugin.domain, plugin.name, plugin.path));
    plugins
}
