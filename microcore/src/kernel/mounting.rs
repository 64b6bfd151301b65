//! Resolves every handler, once, before anything is served.

use std::sync::Arc;

use super::boot_error::unmounted;
use super::crew::Crew;
use super::hooks::Hook;
use super::registry::{Registry, capabilities};
use super::watchdog::{Watch, watched};
use super::{Mount, MountError, Mounted, Proxy, Toolbox};
use crate::call::{AnswerFn, HookFn, JobFn, RouteFn, SocketFn, SubscriberFn};
use crate::diagnostic::Diagnostic;
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
    pub(crate) on_start: Vec<Hook>,
    pub(crate) on_stop: Vec<Hook>,
}

impl Handlers {
    pub(crate) fn mount(
        registry: &Registry,
        crew: &Crew,
        toolbox: &Toolbox,
        settings: &Settings,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut all = Self::default();
        for plugin in &registry.plugins {
            let mut mounting = Mounting { plugin, registry, crew, toolbox, settings, problems };
            mounting.each(plugin.routes, |meta| (meta.mount, Some(meta.path)), &mut all.routes);
            mounting.each(
                plugin.websockets,
                |meta| (meta.mount, Some(meta.path)),
                &mut all.sockets,
            );
            mounting.each(plugin.subscriptions, |meta| (meta.mount, None), &mut all.subscriptions);
            mounting.each(plugin.answers, |meta| (meta.mount, None), &mut all.answers);
            mounting.each(plugin.schedules, |meta| (meta.mount, None), &mut all.jobs);
            all.on_start.extend(mounting.hooks(plugin.on_start));
            all.on_stop.extend(mounting.hooks(plugin.on_stop));
        }
        all
    }
}

/// What an expansion gives to mount its handler.
type MountFn<F> = fn(&Mount<'_>) -> Result<F, MountError>;

struct Mounting<'a> {
    plugin: &'static PluginMeta,
    registry: &'a Registry,
    crew: &'a Crew,
    toolbox: &'a Toolbox,
    settings: &'a Settings,
    problems: &'a mut Vec<Diagnostic>,
}

impl Mounting<'_> {
    fn each<M: Handler, F: Watch>(
        &mut self,
        metas: &'static [M],
        how: impl Fn(&'static M) -> (MountFn<F>, Option<&'static str>),
        mounted: &mut Vec<Mounted<M, F>>,
    ) {
        for meta in metas {
            let handler = meta.handler();
            let (mount, path) = how(meta);
            let place = Mount {
                plugin: self.plugin,
                handler,
                path,
                toolbox: self.toolbox,
                settings: self.settings,
            };
            match mount(&place) {
                Ok(call) => {
                    let needs = self.needs(handler);
                    let call = watched(call, self.plugin, handler);
                    mounted.push(Mounted { plugin: self.plugin, meta, call, needs });
                }
                // That it did not start was said already, with the reason.
                Err(MountError::NoTool { capability }) if self.failed_to_start(capability) => {}
                Err(error) => self.problems.extend(unmounted(self.plugin, handler, error)),
            }
        }
    }

    /// Hooks are shared with the task that runs those that were put off.
    fn hooks(&mut self, metas: &'static [HookMeta]) -> Vec<Hook> {
        let mut mounted: Vec<Mounted<HookMeta, HookFn>> = Vec::new();
        self.each(metas, |meta| (meta.mount, None), &mut mounted);
        mounted.into_iter().map(Arc::new).collect()
    }

    fn failed_to_start(&self, capability: &str) -> bool {
        let known = self.registry.tools.iter().any(|tool| tool.capability == capability);
        known && self.crew.member(capability).is_none()
    }

    fn needs(&self, handler: &'static HandlerMeta) -> Vec<Arc<Proxy>> {
        capabilities(handler).filter_map(|name| self.toolbox.proxy(name).cloned()).collect()
    }
}
