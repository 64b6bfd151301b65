//! Resolves every handler, once, before anything is served.

use std::sync::Arc;

use super::registry::{Registry, capabilities};
use super::{Mount, MountError, Mounted, Problem, Proxy, Toolbox};
use crate::call::{AnswerFn, HookFn, JobFn, RouteFn, SocketFn, SubscriberFn};
use crate::meta::{
    AnswerMeta, Handler, HandlerMeta, HookMeta, PluginMeta, RouteMeta, ScheduleMeta,
    SubscriptionMeta, WebSocketMeta,
};
use crate::settings::Settings;

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
        toolbox: &Toolbox,
        settings: &Settings,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut all = Self::default();
        for plugin in &registry.plugins {
            let mut mounting = Mounting { plugin, toolbox, settings, problems };
            mounting.each(plugin.routes, |meta| meta.mount, &mut all.routes);
            mounting.each(plugin.websockets, |meta| meta.mount, &mut all.sockets);
            mounting.each(plugin.subscriptions, |meta| meta.mount, &mut all.subscriptions);
            mounting.each(plugin.answers, |meta| meta.mount, &mut all.answers);
            mounting.each(plugin.schedules, |meta| meta.mount, &mut all.jobs);
            mounting.each(plugin.on_start, |meta| meta.mount, &mut all.on_start);
            mounting.each(plugin.on_stop, |meta| meta.mount, &mut all.on_stop);
        }
        all
    }
}

struct Mounting<'a> {
    plugin: &'static PluginMeta,
    toolbox: &'a Toolbox,
    settings: &'a Settings,
    problems: &'a mut Vec<Problem>,
}

impl Mounting<'_> {
    fn each<M: Handler, F>(
        &mut self,
        metas: &'static [M],
        mount: impl Fn(&'static M) -> fn(&Mount<'_>) -> Result<F, MountError>,
        mounted: &mut Vec<Mounted<M, F>>,
    ) {
        for meta in metas {
            let handler = meta.handler();
            let place = Mount {
                plugin: self.plugin,
                handler,
                toolbox: self.toolbox,
                settings: self.settings,
            };
            match mount(meta)(&place) {
                Ok(call) => {
                    let needs = self.needs(handler);
                    mounted.push(Mounted { plugin: self.plugin, meta, call, needs });
                }
                Err(error) => self.problems.extend(Problem::mount(self.plugin, handler, error)),
            }
        }
    }

    fn needs(&self, handler: &'static HandlerMeta) -> Vec<Arc<Proxy>> {
        capabilities(handler).filter_map(|name| self.toolbox.proxy(name).cloned()).collect()
    }
}
