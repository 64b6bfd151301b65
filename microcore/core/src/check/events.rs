//! Checks that every event has one publisher, and that it has the fields which its
//! subscribers read.

use microcore_syntax::Code;

use super::compatibility;
use super::const_diagnostic::ConstDiagnostic;
use super::index::{Index, Probe};
use super::keys::{self, same_plugin};
use super::nearest::Nearest;
use super::text::{Text, equal};
use crate::meta::{Arg, ArgMeta, EventMeta, PluginMeta, SubscriptionMeta, each_kind};

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
pub(crate) const fn unique(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
) -> Option<ConstDiagnostic> {
    let event = &plugin.events[at];
    let mut probe = Probe::new(index.events, keys::event(plugin, at));
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.events[slot.item as usize];
        let itself = slot.item as usize == at && same_plugin(owner, plugin);
        if !itself && equal(event.name, other.name) {
            let message = Text::new()
                .add("the event ")
                .quote(event.name)
                .add(" is declared by ")
                .plugin(plugin)
                .add(" and by ")
                .plugin(owner);
            return Some(
                ConstDiagnostic::new(Code::DuplicateEvent, message)
                    .label(event.location, "declared here")
                    .label(other.location, "and declared here")
                    .help(Text::new().add("an event has one owner: rename one of them"))
                    .help(Text::new().add("or let the second plugin subscribe")),
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
) -> Option<ConstDiagnostic> {
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
                return Some(unpublished(plugin, subscription, owner, event));
            }
            return match compatibility::find_mismatch(subscription.view, event.shape) {
                None => None,
                Some(mismatch) => {
                    let message = Text::new()
                        .plugin(plugin)
                        .add(" cannot read ")
                        .quote(event.name)
                        .add(" of ")
                        .plugin(owner)
                        .add(": ")
                        .add(mismatch.problem.as_str());
                    let diagnostic = ConstDiagnostic::new(Code::ViewMismatch, message)
                        .label(subscription.event_location, "subscribed here")
                        .label(event.location, "declared here");
                    Some(mismatch.explain(diagnostic))
                }
            };
        }
    }
    if !index.complete || index.has_unsound() {
        return None;
    }
    let message = Text::new()
        .plugin(plugin)
        .add(" subscribes to ")
        .quote(subscription.event)
        .add(", which no plugin publishes");
    let unknown = ConstDiagnostic::new(Code::UnknownEvent, message)
        .label(subscription.event_location, "subscribed here");
    Some(match nearest(index, subscription.event) {
        Some((owner, event)) => {
            let help = Text::new().add("did you mean ").quote(event.name).add(" of ");
            unknown
                .label(event.location, "an event of a similar name is declared here")
                .help(help.plugin(owner).add("?"))
        }
        None => unknown.help(
            Text::new()
                .add("declare it with `#[event(\"")
                .add(subscription.event)
                .add("\")]` in the plugin that owns the fact"),
        ),
    })
}

/// Whether a handler of the owner takes an `Emit` of the event.
const fn may_publish(owner: &PluginMeta, event: &str) -> bool {
    macro_rules! takes_emit_in {
        ($($(#[$doc:meta])* $list:ident: $meta:ty = $kind:literal,)*) => {$(
            let mut at = 0;
            while at < owner.$list.len() {
                if takes_emit(owner.$list[at].handler.args, event) {
                    return true;
                }
                at += 1;
            }
        )*};
    }
    each_kind!(takes_emit_in);
    false
}

const fn unpublished(
    plugin: &PluginMeta,
    subscription: &SubscriptionMeta,
    owner: &PluginMeta,
    event: &EventMeta,
) -> ConstDiagnostic {
    let message = Text::new()
        .plugin(plugin)
        .add(" subscribes to ")
        .quote(event.name)
        .add(", which no handler of ")
        .plugin(owner)
        .add(" may publish");
    let take = Text::new().add("take `Emit<").add(event.type_name).add(">` in a handler of ");
    ConstDiagnostic::new(Code::UnknownEvent, message)
        .label(subscription.event_location, "subscribed here")
        .label(event.location, "declared here")
        .help(take.plugin(owner))
        .help(Text::new().add("or remove the event and this subscriber"))
}

const fn nearest(index: &Index, name: &str) -> Option<(&'static PluginMeta, &'static EventMeta)> {
    let mut nearest = Nearest::to(name);
    let mut plugin = 0;
    while plugin < index.plugins.len() {
        let owner = index.plugins[plugin];
        let mut event = 0;
        while event < owner.events.len() {
            nearest.offer(owner.events[event].name, (owner, &owner.events[event]));
            event += 1;
        }
        plugin += 1;
    }
    nearest.found()
}
