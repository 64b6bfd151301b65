//! The checks of one plugin, on its tokens.

mod blocking;
mod checked;
mod plugin_paths;
mod recursion;
mod signature;
mod sql;
mod transaction;

pub(crate) use checked::{CheckedPlugin, Verdict};

use crate::context::Context;
use crate::errors::Errors;
use crate::model::Plugin;
use crate::parse::Module;

/// Checks the paths and the calls of a module; runs on the tokens as written.
pub(crate) fn module(module: &mut Module, context: Context<'_>, errors: &mut Errors) {
    plugin_paths::check(&mut module.items, context, errors);
    blocking::check(&module.items, errors);
    transaction::check(&module.items, errors);
}

/// Checks what a plugin declares; what has a mistake is left out of it.
pub(crate) fn plugin(mut plugin: Plugin, errors: &mut Errors) -> CheckedPlugin {
    recursion::check(&mut plugin, errors);
    // A handler that is mounted all the same would only make rustc report its mistake
    // again, in other words.
    let Plugin { data, handlers, .. } = &mut plugin;
    handlers
        .retain(|handler| errors.whole(|errors| signature::check(data, handler, errors)).is_some());
    for statement in &plugin.statements {
        sql::check(statement, errors);
    }
    let verdict = if errors.is_empty() { Verdict::Sound } else { Verdict::Mistaken };
    CheckedPlugin::new(plugin, verdict)
}
