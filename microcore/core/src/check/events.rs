//! Every event has one owner, every subscriber an event that carries what it
//! reads.

use super::fit;
use super::index::{Index, Probe};
use super::keys::{self, same_plugin};
use super::text::{Text, difference, equal};
use crate::meta::{Arg, ArgMeta, EventMeta, PluginMeta, SubscriptionMeta};

/// Returns `true` where an argument of these handlers is the right to publish.
macro_rules! asks_to_emit {
    ($owner:expr, $event:expr; $($list:ident),*) => {$(
        let mut at = 0;
        while at < $owner.$list.len() {
            if takes_emit($owner.$list[at].handler.args, $event) {
                return true;
            }
            at += 1;
        }
    )*};
}

const fn takes_emit(args: &[Arg], event: &str) -> bool {
    let mut at = 0;
    while at < args.len() {
        if let ArgMeta::Emit(name) = args[at].meta
            && equal(name, event)
        {
            return true;
        }
        at += 1;
    }
    false
}

/// What is wrong with event number `at` of the plugin.
pub(crate) const fn unique(index: &Index, plugin: &PluginMeta, at: usize) -> Option<Text> {
    let event = &plugin.events[at];
    let mut probe = Probe::new(index.events, keys::event(plugin, at));
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.events[slot.item as usize];
        let itself = slot.item as usize == at && same_plugin(owner, plugin);
        if !itself && equal(event.name, other.name) {
            return Some(
                Text::new()
                    .add("MC007: the event `")
                    .add(event.name)
                    .add("` is declared by ")
                    .plugin(plugin, &event.site)
                    .add(" and by ")
                    .plugin(owner, &other.site)
                    .add(
                        "; an event has one owner: rename one, or let the second plugin subscribe",
                    ),
            );
        }
    }
    None
}

/// What is wrong with subscription number `at` of the plugin.
pub(crate) const fn subscription(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
    key: u64,
) -> Option<Text> {
    let subscription = &plugin.subscriptions[at];
    let mut probe = Probe::new(index.events, key);
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let event = &owner.events[slot.item as usize];
        if equal(event.name, subscription.event) {
            if !owner.sound || !plugin.sound {
                return None;
            }
            if !may_publish(owner, event.name) {
                return Some(silent(plugin, subscription, owner, event));
            }
            return match fit::fits(subscription.view, event.shape) {
                None => None,
                Some(problem) => Some(
                    Text::new()
                        .add("MC006: ")
                        .plugin(plugin, &subscription.event_site)
                        .add(" cannot read `")
                        .add(event.name)
                        .add("` of ")
                        .plugin(owner, &event.site)
                        .add(": ")
                        .add(problem.as_str()),
                ),
            };
        }
    }
    if !index.complete || index.has_unsound() {
        return None;
    }
    let text = Text::new()
        .add("MC005: ")
        .plugin(plugin, &subscription.event_site)
        .add(" listens to `")
        .add(subscription.event)
        .add("`, which no plugin publishes");
    Some(match nearest(index, subscription.event) {
        Some((owner, event)) => text
            .add("; did you mean `")
            .add(event.name)
            .add("` of ")
            .plugin(owner, &event.site)
            .add("?"),
        None => text.add("; declare it with `#[event]` in the plugin that owns the fact"),
    })
}

/// Whether a handler of the owner asks for the right to publish its event.
const fn may_publish(owner: &PluginMeta, event: &str) -> bool {
    asks_to_emit!(owner, event; routes, websockets, subscriptions, answers, schedules, on_start, on_stop);
    false
}

const fn silent(
    plugin: &PluginMeta,
    subscription: &SubscriptionMeta,
    owner: &PluginMeta,
    event: &EventMeta,
) -> Text {
    Text::new()
        .add("MC005: ")
        .plugin(plugin, &subscription.event_site)
        .add(" listens to `")
        .add(event.name)
        .add("`, which ")
        .plugin(owner, &event.site)
        .add(" declares and no handler of it may publish; take `Emit<")
        .add(event.type_name)
        .add(">` there, or remove the event and this subscriber")
}

const fn nearest(index: &Index, name: &str) -> Option<(&'static PluginMeta, &'static EventMeta)> {
    let mut best = None;
    let mut smallest = name.len() / 2 + 1;
    let mut plugin = 0;
    while plugin < index.plugins.len() {
        let owner = index.plugins[plugin];
        let mut event = 0;
        while event < owner.events.len() {
            let size = difference(name, owner.events[event].name);
            if size < smallest {
                smallest = size;
                best = Some((owner, &owner.events[event]));
            }
            event += 1;
        }
        plugin += 1;
    }
    best
}
