//! Mounts every handler once, at startup, and passes it to the server, bus or scheduler.

use microcore_core::call::{JobFn, Mounted};
use microcore_core::meta::{RouteMeta, ScheduleMeta, WebSocketMeta};

use super::config::KernelConfig;
use super::hooks::Hooks;
use super::mounter::Mounter;
use crate::events::Bus;
use crate::http::{RouteFn, SocketFn};

/// The handlers of which it is checked later whether they can be called: endpoints may
/// collide, schedules may never be due.
pub(crate) struct Handlers {
    pub(crate) routes: Vec<Mounted<RouteMeta, RouteFn>>,
    pub(crate) sockets: Vec<Mounted<WebSocketMeta, SocketFn>>,
    pub(crate) jobs: Vec<Mounted<ScheduleMeta, JobFn>>,
    pub(crate) hooks: Hooks,
}

impl Handlers {
    /// Mounts them all; subscribers and answers are given to the bus.
    pub(crate) fn mount(mut mounter: Mounter<'_>, bus: &Bus, kernel: &KernelConfig) -> Self {
        for subscriber in mounter.all(|plugin| plugin.subscriptions) {
            bus.subscribe(subscriber);
        }
        for answer in mounter.all(|plugin| plugin.answers) {
            bus.answer(answer);
        }
        Self {
            routes: mounter.all(|plugin| plugin.routes),
            sockets: mounter.all(|plugin| plugin.websockets),
            jobs: mounter.all(|plugin| plugin.schedules),
            hooks: Hooks::mount(&mut mounter, kernel, bus.traces()),
        }
    }
}
