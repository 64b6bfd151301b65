//! The crates that hold domains of their own: those that `app!` names, and those
//! that the package depends on.

use std::path::Path;

use syn::LitStr;

use super::input::Input;
use crate::code::Code;
use crate::errors::Errors;
use crate::package::{Package, Source, has_domains, root_of_library};

/// The crates that `app!` names, without those that it cannot mean; a crate of
/// domains that it depends on and does not name is a mistake.
pub fn named(input: &Input, root: &Path, errors: &mut Errors) -> Vec<syn::Path> {
    let Some(package) = Package::read(root) else { return input.crates.clone() };
    let mut named = Vec::new();
    for path in &input.crates {
        let name = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        match package.source_of(&name) {
            Source::Elsewhere => named.push(path.clone()),
            Source::Here(folder) if has_domains(&folder) => named.push(path.clone()),
            Source::Here(folder) => errors.at(
                Code::Lost,
                path,
                format!(
                    "the crate `{name}` has no domains: write `microcore::domains! {{ \
                     \"src/domains\" }}` in `{}`, or take it out of `crates`",
                    root_of_library(&folder).display()
                ),
            ),
            Source::Nowhere => errors.at(
                Code::Lost,
                path,
                format!(
                    "`{name}` is no dependency of this package: add `{} = {{ path = \"…\" }}` to \
                     the `[dependencies]` of its Cargo.toml, or take it out of `crates`",
                    name.replace('_', "-")
                ),
            ),
        }
    }
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        if !input.crates.iter().any(|path| path.is_ident(&dependency.name)) {
            errors.push(Code::Lost, syn::Error::new(input.span, unnamed(&dependency.name, input)));
        }
    }
    named
}

/// A crate of domains knows no other: they meet in the application.
pub fn refuse_neighbours(at: &LitStr, root: &Path, errors: &mut Errors) {
    let Some(package) = Package::read(root) else { return };
    for dependency in package.dependencies.iter().filter(|one| has_domains(&one.folder)) {
        let name = &dependency.name;
        errors.at(
            Code::Path,
            at,
            format!(
                "this crate of domains depends on `{name}`, which is one too; take `{name}` out of \
                 Cargo.toml: another feature is reached by subscribing to its event or by asking \
                 it a question, never by its path"
            ),
        );
    }
}

fn unnamed(name: &str, input: &Input) -> String {
    let all = input.crates.iter().map(|path| quote::quote!(#path).to_string());
    let all: Vec<String> = all.chain([name.to_owned()]).collect();
    format!(
        "the crate `{name}` is a dependency with domains of its own, and `app!` does not name it, so \
         none of its plugins would run; write `crates: [{}]`, or take it out of Cargo.toml",
        all.join(", ")
    )
}
