//! Mistakes that one plugin's tokens give away.

mod blocking;
mod escapes;
mod signature;
mod sql;

pub use sql::{Statement, statements};

use crate::errors::Errors;
use crate::model::Plugin;
use crate::parse::Module;

/// Checks the paths of a module; runs on the tokens as written.
pub fn module(module: &Module, errors: &mut Errors) {
    for item in &module.items {
        escapes::check(item, errors);
    }
    blocking::check(&module.items, errors);
}

/// Checks what a plugin declares.
pub fn plugin(plugin: &Plugin, errors: &mut Errors) {
    for handler in &plugin.handlers {
        signature::check(plugin, handler, errors);
    }
    for statement in &plugin.statements {
        sql::check(statement, errors);
    }
}
