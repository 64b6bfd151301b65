//! Resolves the arguments of handlers of all kinds.

use std::sync::Arc;

use microcore_core::call::Mounted;
use microcore_core::config::Configuration;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{ErasedHandler, Handler, HandlerMeta, Mount, MountError, PluginMeta};
use microcore_core::tool::{Proxy, Toolbox};

use super::Registry;
use super::boot_error::unmounted;
use super::tool_supervisor::ToolSupervisor;
use super::watchdog::{Watch, watched};

/// Mounts handlers, and notes those that cannot be.
pub(crate) struct Mounter<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) tools: &'a ToolSupervisor,
    pub(crate) toolbox: &'a Toolbox,
    pub(crate) config: &'a Configuration,
    pub(crate) problems: &'a mut Vec<Diagnostic>,
}

impl Mounter<'_> {
    /// Mounts all handlers of a kind: those in that list of each plugin.
    pub(super) fn all<M: Handler, F: Watch + 'static>(
        &mut self,
        list: fn(&'static PluginMeta) -> &'static [M],
    ) -> Vec<Mounted<M, F>> {
        let registry = self.registry;
        let of_plugins = registry.plugins.iter();
        let metas = of_plugins.flat_map(|plugin| list(plugin).iter().map(|meta| (*plugin, meta)));
        metas.filter_map(|(plugin, meta)| self.one(plugin, meta)).collect()
    }

    fn one<M: Handler, F: Watch + 'static>(
        &mut self,
        plugin: &'static PluginMeta,
        meta: &'static M,
    ) -> Option<Mounted<M, F>> {
        let handler = meta.handler();
        let context = Mount {
            plugin,
            handler,
            path: meta.path(),
            toolbox: self.toolbox,
            config: self.config,
        };
        match (meta.mount())(&context).and_then(ErasedHandler::restore) {
            Ok(call) => {
                let call = watched(call, plugin, handler);
                return Some(Mounted::new(plugin, meta, call, self.needs(handler)));
            }
            // That it did not start has been reported, with the reason.
            Err(MountError::NoTool { capability }) if self.tools.failed().contains(&capability) => {
            }
            Err(error) => self.problems.extend(unmounted(plugin, handler, error)),
        }
        None
    }

    fn needs(&self, handler: &'static HandlerMeta) -> Vec<Arc<Proxy>> {
        handler.capabilities().filter_map(|name| self.toolbox.proxy(name).cloned()).collect()
    }
}
