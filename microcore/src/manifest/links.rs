//! The relations between plugins: events, questions and capabilities.

use microcore_core::meta::{AnswerMeta, AskMeta, EventMeta, PluginMeta, SubscriptionMeta};

/// The plugins of an application, queried for their relations.
#[derive(Clone, Copy)]
pub(crate) struct Links<'a>(pub(crate) &'a [&'static PluginMeta]);

/// Something a plugin declares, with the plugin.
pub(crate) type Of<T> = (&'static PluginMeta, &'static T);

impl Links<'_> {
    /// Every event with its owner.
    pub(crate) fn events(self) -> impl Iterator<Item = Of<EventMeta>> {
        self.each(|plugin| plugin.events)
    }

    /// The subscribers of that event.
    pub(crate) fn readers(self, event: &str) -> impl Iterator<Item = Of<SubscriptionMeta>> {
        self.each(|plugin| plugin.subscriptions)
            .filter(move |(_, subscription)| subscription.event == event)
    }

    /// The publishers of that event.
    pub(crate) fn publishers(self, event: &str) -> impl Iterator<Item = Of<EventMeta>> {
        self.events().filter(move |(_, meta)| meta.name == event)
    }

    /// Every question with the plugin that asks it.
    pub(crate) fn asks(self) -> impl Iterator<Item = Of<AskMeta>> {
        self.each(|plugin| plugin.asks)
    }

    /// Every answer with the plugin that answers.
    pub(crate) fn answers(self) -> impl Iterator<Item = Of<AnswerMeta>> {
        self.each(|plugin| plugin.answers)
    }

    /// The plugins that use that capability.
    pub(crate) fn users(self, capability: &str) -> impl Iterator<Item = &'static PluginMeta> {
        let all = self.0.iter().copied();
        all.filter(move |plugin| touched(plugin).contains(&capability))
    }

    fn each<T>(
        self,
        of: impl Fn(&'static PluginMeta) -> &'static [T],
    ) -> impl Iterator<Item = Of<T>>
    where
        T: 'static,
    {
        self.0.iter().flat_map(move |plugin| of(plugin).iter().map(move |item| (*plugin, item)))
    }
}

/// The capabilities that a plugin may use, sorted.
pub(crate) fn touched(plugin: &'static PluginMeta) -> Vec<&'static str> {
    let mut all: Vec<_> = plugin.handlers().flat_map(|own| own.handler().capabilities()).collect();
    all.sort_unstable();
    all.dedup();
    all
}
