//! Resolves every handler, once, before anything is served.

use std::sync::Arc;

use microcore_core::call::{AnswerFn, HookFn, JobFn, Mounted, SubscriberFn};
use microcore_core::config::Configuration;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::{
    AnswerMeta, ErasedHandler, Handler, HandlerMeta, HookMeta, Mount, MountError, PluginMeta,
    RouteMeta, ScheduleMeta, SubscriptionMeta, WebSocketMeta,
};
use microcore_core::tool::{Proxy, Toolbox};

use super::Registry;
use super::boot_error::unmounted;
use super::tool_supervisor::ToolSupervisor;
use super::watchdog::{Watch, watched};
use crate::http::{RouteFn, SocketFn};

/// Every handler of the application, ready to be called.
#[derive(Default)]
pub(crate) struct Handlers {
    pub(crate) routes: Vec<Mounted<RouteMeta, RouteFn>>,
    pub(crate) sockets: Vec<Mounted<WebSocketMeta, SocketFn>>,
    pub(crate) subscriptions: Vec<Mounted<SubscriptionMeta, SubscriberFn>>,
    pub(crate) answers: Vec<Mounted<AnswerMeta, AnswerFn>>,
    pub(crate) jobs: Vec<Mounted<ScheduleMeta, JobFn>>,
    pub(crate) on_start: Vec<Mounted<HookMeta, HookFn>>,
    pub(crate) on_stop: Vec<Mounted<HookMeta, HookFn>>,
}

impl Handlers {
    pub(crate) fn mount(
        registry: &Registry,
        tools: &ToolSupervisor,
        toolbox: &Toolbox,
        config: &Configuration,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut all = Self::default();
        for plugin in &registry.plugins {
            let mut mounting = Mounting { plugin, registry, tools, toolbox, config, problems };
            mounting.each(plugin.routes, &mut all.routes);
            mounting.each(plugin.websockets, &mut all.sockets);
            mounting.each(plugin.subscriptions, &mut all.subscriptions);
            mounting.each(plugin.answers, &mut all.answers);
            mounting.each(plugin.schedules, &mut all.jobs);
            mounting.each(plugin.on_start, &mut all.on_start);
            mounting.each(plugin.on_stop, &mut all.on_stop);
        }
        all
    }
}

struct Mounting<'a> {
    plugin: &'static PluginMeta,
    registry: &'a Registry,
    tools: &'a ToolSupervisor,
    toolbox: &'a Toolbox,
    config: &'a Configuration,
    problems: &'a mut Vec<Diagnostic>,
}

impl Mounting<'_> {
    fn each<M: Handler, F: Watch + 'static>(
        &mut self,
        metas: &'static [M],
        mounted: &mut Vec<Mounted<M, F>>,
    ) {
        for meta in metas {
            let handler = meta.handler();
            let context = Mount {
                plugin: self.plugin,
                handler,
                path: meta.path(),
                toolbox: self.toolbox,
                config: self.config,
            };
            match (meta.mount())(&context).and_then(ErasedHandler::restore) {
                Ok(call) => {
                    let needs = self.needs(handler);
                    let call = watched(call, self.plugin, handler);
                    mounted.push(Mounted::new(self.plugin, meta, call, needs));
                }
                // That it did not start was said already, with the reason.
                Err(MountError::NoTool { capability }) if self.failed_to_start(capability) => {}
                Err(error) => self.problems.extend(unmounted(self.plugin, handler, error)),
            }
        }
    }

    fn failed_to_start(&self, capability: &str) -> bool {
        let known = self.registry.tools.iter().any(|tool| tool.capability == capability);
        known && self.tools.get(capability).is_none()
    }

    fn needs(&self, handler: &'static HandlerMeta) -> Vec<Arc<Proxy>> {
        handler.capabilities().filter_map(|name| self.toolbox.proxy(name).cloned()).collect()
    }
}
