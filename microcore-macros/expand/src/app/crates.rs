//! The crates that hold domains of their own: those that `app!` names, and those
//! that the package depends on.

use std::path::Path;

use syn::LitStr;

use super::input::Input;
use super::path::written;
use crate::errors::Errors;
use crate::package::{Package, Source, has_domains, root_of_library};
use microcore_syntax::Code;

/// The crates that `app!` names, without those that are no crates of domains; a crate of
/// domains that it depends on and does not name is a mistake.
pub(super) fn named(input: &Input, root: &Path, errors: &mut Errors) -> Vec<syn::Path> {
    let Some(package) = Package::read(root) else { return input.crates.clone() };
    let mut named = Vec::new();
    for path in &input.crates {
        let name = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        match package.source_of(&name) {
            Source::External => named.push(path.clone()),
            Source::Folder(folder) if has_domains(&folder) => named.push(path.clone()),
            Source::Folder(folder) => errors.at(
                Code::LostPlugin,
                path,
                format!(
                    "the crate `{name}` has no domains\n\
                     help: write `microcore::domains! {{ \"src/domains\" }}` in `{}`\n\
                     help: or remove it from `crates`",
                    written(&root_of_library(&folder))
                ),
            ),
            Source::Unknown => errors.at(
                Code::LostPlugin,
                path,
                format!(
                    "`{name}` is not a dependency of this package\n\
                     help: add `{} = {{ path = \"…\" }}` to the `[dependencies]` of its \
                     Cargo.toml\n\
                     help: or remove it from `crates`",
                    name.replace('_', "-")
                ),
            ),
        }
    }
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        if !input.crates.iter().any(|path| path.is_ident(&dependency.name)) {
            errors.push(
                Code::LostPlugin,
                syn::Error::new(input.span, unnamed(&dependency.name, input)),
            );
        }
    }
    named
}

/// A crate of domains must not depend on another one; the application joins them.
pub(super) fn reject_dependencies(at: &LitStr, root: &Path, errors: &mut Errors) {
    let Some(package) = Package::read(root) else { return };
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        let name = &dependency.name;
        errors.at(
            Code::EscapesPlugin,
            at,
            format!(
                "this crate of domains depends on `{name}`, another crate of domains\n\
                 help: remove `{name}` from Cargo.toml, and subscribe to an event of that \
                 feature or ask it a question"
            ),
        );
    }
}

fn unnamed(name: &str, input: &Input) -> String {
    let all = input.crates.iter().map(|path| quote::quote!(#path).to_string());
    let all: Vec<String> = all.chain([name.to_owned()]).collect();
    format!(
        "`app!` does not name `{name}`, a dependency with domains, so none of its plugins would \
         run\n\
         help: write `crates: [{}]`\n\
         help: or remove it from Cargo.toml",
        all.join(", ")
    )
}
