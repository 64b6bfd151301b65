//! Mistakes that one plugin's tokens give away.

mod blocking;
mod plugin_paths;
mod recursion;
mod signature;
mod sql;
mod transaction;

use crate::context::Context;
use crate::errors::Errors;
use crate::model::Plugin;
use crate::parse::Module;

/// Checks the paths and the calls of a module; runs on the tokens as written.
pub fn module(module: &mut Module, context: Context<'_>, errors: &mut Errors) {
    plugin_paths::check(&mut module.items, context, errors);
    blocking::check(&module.items, errors);
    transaction::check(&module.items, errors);
}

/// Checks what a plugin declares.
pub fn plugin(plugin: &mut Plugin, errors: &mut Errors) {
    recursion::check(plugin, errors);
    // What has a mistake here is not mounted: rustc would only say the same again,
    // in other words.
    let mut sound = Vec::new();
    for handler in &plugin.handlers {
        let before = errors.count();
        signature::check(plugin, handler, errors);
        sound.push(errors.count() == before);
    }
    let mut sound = sound.into_iter();
    plugin.handlers.retain(|_| sound.next().unwrap_or(true));
    for statement in &plugin.statements {
        sql::check(statement, errors);
    }
}
