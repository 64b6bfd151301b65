//! A plugin that was checked: what is expanded.

use std::ops::Deref;

use crate::model::Plugin;

/// A plugin in which everything that is still there can be expanded. Only the checks make
/// one.
pub(crate) struct CheckedPlugin {
    plugin: Plugin,
    /// Whether other plugins are checked against it.
    pub verdict: Verdict,
}

/// Whether something was wrong in a plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing was.
    Sound,
    /// Something was, and was left out. What other plugins assert about this one is not
    /// checked, so that one error is not reported twice.
    Mistaken,
}

impl CheckedPlugin {
    pub(super) fn new(plugin: Plugin, verdict: Verdict) -> Self {
        Self { plugin, verdict }
    }
}

impl Deref for CheckedPlugin {
    type Target = Plugin;

    fn deref(&self) -> &Plugin {
        &self.plugin
    }
}
