//! What each part of an expansion is for, and its name on the command line.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::expand::{self, Of};
use crate::handlers::Handler;
use crate::model::{Data, Plugin, Representation, Role};

/// The comment over a part.
pub(super) fn of(part: Of<'_>) -> String {
    match part {
        Of::Own => "Your own items, as you wrote them; only the attributes of `#[plugin]` are \
                    removed."
            .to_owned(),
        Of::Item(data) => item(data),
        Of::Impls(data) => impls(data),
        Of::Mount(handler) => format!(
            "Mounts `{}`: resolves what its arguments need once, at boot, and returns the \
             function that runs for {}.",
            handler.name,
            handler.kind.runs_for()
        ),
        Of::Meta => "The metadata of this plugin: constants and function pointers. The \
                     routes, the checks, OpenAPI and AI_CONTEXT.md are derived from it."
            .to_owned(),
        Of::Registration => {
            "Registers the metadata, so that the kernel finds every plugin that is linked."
                .to_owned()
        }
        Of::Index => "Everything that the application has, from its `app!`; nothing in a crate \
                      without one."
            .to_owned(),
        Of::AssertionOfHandler(handler) => assertion_of_handler(handler),
        Of::AssertionOfData(data) => assertion_of_data(data),
        Of::AssertionOfEntry(entry) => {
            format!("Checked by `cargo check` for the manual entry `{}`.", entry.name)
        }
        Of::AssertionOfStatement => {
            "Asserts that this SQL statement uses only the tables of its own \
                                 domain; the compiler evaluates it against all migrations."
                .to_owned()
        }
        Of::AssertionsOfCrate => {
            "All of these assertions once more, for the application that names this \
                              crate."
                .to_owned()
        }
        Of::Imports => {
            "Uses each attribute's import once: rustc would call it unused, now that the \
                      attributes are removed."
                .to_owned()
        }
    }
}

fn item(data: &Data) -> String {
    let Data { name, .. } = data;
    if let Representation::Broken = data.representation {
        return format!("`{name}`, as you wrote it: it has an error.");
    }
    match (data.is_inbound(), data.is_outbound()) {
        (true, true) => format!("`{name}`, with the derives that deserialize and serialize it."),
        (true, false) => format!("`{name}`, with the derive that deserializes it."),
        (false, true) => format!("`{name}`, with the derive that serializes it."),
        (false, false) => format!("`{name}`, as you wrote it."),
    }
}

fn impls(data: &Data) -> String {
    if let Representation::Broken = data.representation {
        return format!("Avoids further errors because of the one in `{}`.", data.name);
    }
    let mut parts = Vec::new();
    if data.is_inbound() || data.is_outbound() {
        parts.push("its shape as a constant, for checks and schemas".to_owned());
    }
    if data.is_validated() {
        parts.push("its validation rules as plain code".to_owned());
    }
    parts.extend(data.roles.iter().map(|role| match role {
        Role::Request => "that it is a request".to_owned(),
        Role::Response => "that it is a response".to_owned(),
        Role::View => "that it reads another plugin's data".to_owned(),
        Role::Event(attr) => {
            format!("that it is the event `{}`, which this plugin owns", attr.name.literal.value())
        }
        Role::Ask(attr) => {
            format!("that it is the question `{}`, and its reply", attr.name.literal.value())
        }
        Role::Config(attr) => format!("that it is read from the section `{}`", attr.section),
        Role::Row => "how it is read from a row of a table".to_owned(),
    }));
    format!("What `{}` implements: {}.", data.name, parts.join("; "))
}

fn assertion_of_handler(handler: &Handler) -> String {
    let tools = "its tools exist".to_owned();
    let asserted = match handler.kind.asserts_that() {
        Some(other) => format!("{other}, and {tools}"),
        None => tools,
    };
    format!("Checked by `cargo check` for `{}`: {asserted}.", handler.name)
}

fn assertion_of_data(data: &Data) -> String {
    let asserted = data.roles.iter().filter_map(|role| match role {
        Role::Event(attr) => {
            Some(format!("no other plugin declares `{}`", attr.name.literal.value()))
        }
        Role::Ask(attr) => Some(format!(
            "exactly one plugin answers `{}`, and the shapes fit",
            attr.name.literal.value()
        )),
        Role::Request | Role::Response | Role::View | Role::Config(_) | Role::Row => None,
    });
    let asserted: Vec<_> = asserted.collect();
    format!("Checked by `cargo check` for `{}`: {}.", data.name, asserted.join("; "))
}

/// Everything that can be asked for on its own.
pub(super) fn selectors(plugin: &Plugin) -> Vec<String> {
    let data = plugin.data.iter().flat_map(of_data);
    let handlers = plugin.handlers.iter().map(of_handler);
    let mut all: Vec<String> = data.chain(handlers).collect();
    all.push("plugin".to_owned());
    all
}

fn of_data(data: &Data) -> Vec<String> {
    let named = data.roles.iter().flat_map(|role| {
        let (word, dotted) = match role {
            Role::Request => ("request", None),
            Role::Response => ("response", None),
            Role::View => ("view", None),
            Role::Event(attr) => ("event", Some(attr.name.literal.value())),
            Role::Ask(attr) => ("ask", Some(attr.name.literal.value())),
            Role::Config(_) => ("config", None),
            Role::Row => ("row", None),
        };
        let name = format!("{word}:{}", data.name);
        std::iter::once(name).chain(dotted.map(|dotted| format!("{word}:{dotted}")))
    });
    named.collect()
}

fn of_handler(handler: &Handler) -> String {
    format!("{}:{}", word(handler), handler.name)
}

/// The attribute that makes the function a handler.
pub(super) fn word(handler: &Handler) -> &'static str {
    handler.kind.definition().attribute
}

/// Whether a part belongs to what was asked for.
pub(super) fn belongs(part: Of<'_>, only: &str) -> bool {
    match part {
        Of::Own
        | Of::Imports
        | Of::AssertionOfStatement
        | Of::AssertionsOfCrate
        | Of::AssertionOfEntry(_) => false,
        Of::Item(data) | Of::Impls(data) | Of::AssertionOfData(data) => {
            of_data(data).iter().any(|selector| selector == only)
        }
        Of::Mount(handler) | Of::AssertionOfHandler(handler) => of_handler(handler) == only,
        Of::Meta | Of::Registration | Of::Index => only == "plugin",
    }
}

/// The handler's function, if a handler was asked for.
pub(super) fn function<'a>(plugin: &'a Plugin, only: &str) -> Option<&'a Ident> {
    find(plugin, only).map(|handler| &handler.name)
}

/// The handler of that name on the command line.
pub(super) fn find<'a>(plugin: &'a Plugin, only: &str) -> Option<&'a Handler> {
    plugin.handlers.iter().find(|handler| of_handler(handler) == only)
}

/// The declared type of that name on the command line.
pub(super) fn find_data<'a>(plugin: &'a Plugin, only: &str) -> Option<&'a Data> {
    plugin.data.iter().find(|data| of_data(data).iter().any(|selector| selector == only))
}

/// The handler's own entry in the metadata, if a handler was asked for.
pub(super) fn entry(plugin: &Plugin, only: &str, mc: &TokenStream) -> Option<TokenStream> {
    let handler = find(plugin, only)?;
    let meta = expand::meta(handler, mc);
    let kind = entry_type(handler);
    Some(quote!(const _: #mc::meta::#kind = #meta;))
}

/// The type of a handler's entry in the metadata.
pub(super) fn entry_type(handler: &Handler) -> Ident {
    format_ident!("{}", handler.kind.definition().meta)
}
