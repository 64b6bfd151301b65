//! Every question is answered by exactly one plugin, in shapes that fit.

use super::fit;
use super::index::{Index, Probe};
use super::keys::{self, same_plugin};
use super::text::{Text, difference, equal};
use crate::meta::{AnswerMeta, PluginMeta};

/// What is wrong with answer number `at` of the plugin.
pub(crate) const fn unique(index: &Index, plugin: &PluginMeta, at: usize) -> Option<Text> {
    let answer = &plugin.answers[at];
    let mut probe = Probe::new(index.answers, keys::answer(plugin, at));
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.answers[slot.item as usize];
        let itself = slot.item as usize == at && same_plugin(owner, plugin);
        if !itself && equal(answer.ask, other.ask) {
            return Some(
                Text::new()
                    .add("MC008: the question `")
                    .add(answer.ask)
                    .add("` is answered by ")
                    .plugin(plugin, &answer.ask_site)
                    .add(" and by ")
                    .plugin(owner, &other.ask_site)
                    .add("; a question has one answer: remove one of them"),
            );
        }
    }
    None
}

/// What is wrong with question number `at` of the plugin.
pub(crate) const fn ask(index: &Index, plugin: &PluginMeta, at: usize, key: u64) -> Option<Text> {
    let ask = &plugin.asks[at];
    let mut probe = Probe::new(index.answers, key);
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let answer = &owner.answers[slot.item as usize];
        if !equal(answer.ask, ask.name) {
            continue;
        }
        if !owner.sound || !plugin.sound {
            return None;
        }
        let (problem, about) = match fit::fits(answer.view, ask.shape) {
            Some(problem) => (problem, " cannot read what this asks: "),
            None => match fit::fits(ask.reply, answer.reply) {
                Some(problem) => (problem, " answers what this cannot read: "),
                None => return None,
            },
        };
        return Some(
            Text::new()
                .add("MC008: ")
                .plugin(plugin, &ask.site)
                .add(" asks `")
                .add(ask.name)
                .add("`; ")
                .plugin(owner, &answer.ask_site)
                .add(about)
                .add(problem.as_str()),
        );
    }
    if !index.complete || index.has_unsound() {
        return None;
    }
    let text = Text::new()
        .add("MC008: ")
        .plugin(plugin, &ask.site)
        .add(" asks `")
        .add(ask.name)
        .add("`, which no plugin answers; ");
    let text = match nearest(index, ask.name) {
        Some((owner, answer)) => text
            .add("did you mean `")
            .add(answer.ask)
            .add("` of ")
            .plugin(owner, &answer.ask_site)
            .add("? Or "),
        None => text,
    };
    Some(text.add("add `#[on_ask(\"").add(ask.name).add("\")]` to the plugin that knows"))
}

const fn nearest(index: &Index, name: &str) -> Option<(&'static PluginMeta, &'static AnswerMeta)> {
    let mut best = None;
    let mut smallest = name.len() / 2 + 1;
    let mut plugin = 0;
    while plugin < index.plugins.len() {
        let owner = index.plugins[plugin];
        let mut answer = 0;
        while answer < owner.answers.len() {
            let size = difference(name, owner.answers[answer].ask);
            if size < smallest {
                smallest = size;
                best = Some((owner, &owner.answers[answer]));
            }
            answer += 1;
        }
        plugin += 1;
    }
    best
}
