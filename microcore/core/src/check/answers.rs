//! Checks that every question has exactly one answer, with matching types.

use microcore_syntax::Code;

use super::compatibility;
use super::const_diagnostic::ConstDiagnostic;
use super::index::{Index, Probe};
use super::keys::{self, same_plugin};
use super::nearest::Nearest;
use super::text::{Text, equal};
use crate::meta::{AnswerMeta, AskMeta, PluginMeta};

/// What is wrong with answer number `at` of the plugin.
pub(crate) const fn unique(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
) -> Option<ConstDiagnostic> {
    let answer = &plugin.answers[at];
    let mut probe = Probe::new(index.answers, keys::answer(plugin, at));
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.answers[slot.item as usize];
        let itself = slot.item as usize == at && same_plugin(owner, plugin);
        if !itself && equal(answer.ask, other.ask) {
            let message = Text::new()
                .add("the question ")
                .quote(answer.ask)
                .add(" is answered by ")
                .plugin(plugin)
                .add(" and by ")
                .plugin(owner);
            return Some(
                ConstDiagnostic::new(Code::UnansweredQuestion, message)
                    .label(answer.ask_location, "answered here")
                    .label(other.ask_location, "and answered here")
                    .help(Text::new().add("a question has one answer: remove one of the handlers")),
            );
        }
    }
    None
}

/// What is wrong with question number `at` of the plugin.
pub(crate) const fn ask(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
    key: u64,
) -> Option<ConstDiagnostic> {
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
        return mismatch(plugin, ask, owner, answer);
    }
    if !index.complete || index.has_unsound() {
        return None;
    }
    let message =
        Text::new().plugin(plugin).add(" asks ").quote(ask.name).add(", which no plugin answers");
    let unanswered =
        ConstDiagnostic::new(Code::UnansweredQuestion, message).label(ask.location, "asked here");
    let add = Text::new()
        .add("add `#[on_ask(\"")
        .add(ask.name)
        .add("\")]` to the plugin that knows the answer");
    Some(match nearest(index, ask.name) {
        Some((owner, answer)) => {
            let other = Text::new().add("did you mean ").quote(answer.ask).add(" of ");
            unanswered
                .label(answer.ask_location, "a question of a similar name is answered here")
                .help(other.plugin(owner).add("?"))
                .help(Text::new().add("or ").add(add.as_str()))
        }
        None => unanswered.help(add),
    })
}

/// What keeps the answer from reading the question, or the asker from reading the answer.
const fn mismatch(
    plugin: &PluginMeta,
    ask: &AskMeta,
    owner: &PluginMeta,
    answer: &AnswerMeta,
) -> Option<ConstDiagnostic> {
    let (message, mismatch) = match compatibility::find_mismatch(answer.view, ask.shape) {
        Some(mismatch) => (
            Text::new()
                .plugin(owner)
                .add(" cannot read the question ")
                .quote(ask.name)
                .add(" of ")
                .plugin(plugin),
            mismatch,
        ),
        None => match compatibility::find_mismatch(ask.reply, answer.reply) {
            Some(mismatch) => (
                Text::new()
                    .plugin(plugin)
                    .add(" cannot read the answer of ")
                    .plugin(owner)
                    .add(" to ")
                    .quote(ask.name),
                mismatch,
            ),
            None => return None,
        },
    };
    let message = message.add(": ").add(mismatch.problem.as_str());
    let diagnostic = ConstDiagnostic::new(Code::UnansweredQuestion, message)
        .label(ask.location, "asked here")
        .label(answer.ask_location, "answered here");
    Some(mismatch.explain(diagnostic))
}

const fn nearest(index: &Index, name: &str) -> Option<(&'static PluginMeta, &'static AnswerMeta)> {
    let mut nearest = Nearest::to(name);
    let mut plugin = 0;
    while plugin < index.plugins.len() {
        let owner = index.plugins[plugin];
        let mut answer = 0;
        while answer < owner.answers.len() {
            nearest.offer(owner.answers[answer].ask, (owner, &owner.answers[answer]));
            answer += 1;
        }
        plugin += 1;
    }
    nearest.found()
}
