//! `features`: published packages compile without warnings with any features.

use crate::packages::{Metadata, Package};
use crate::{Result, run};

/// Lints each published package without features, with each alone and with all. All
/// subsets would be exponentially many, and features here add one file or driver each.
pub fn run() -> Result {
    let metadata = Metadata::read()?;
    for package in metadata.published() {
        for features in combinations(package) {
            let args = ["clippy", "--locked", "-p", &package.name, "--no-default-features"];
            let features = ["--features", &features, "--", "-D", "warnings"];
            run::cargo(&[&args[..], &features[..]].concat())?;
        }
    }
    Ok(())
}

fn combinations(package: &Package) -> Vec<String> {
    let names: Vec<&str> =
        package.features.keys().map(String::as_str).filter(|name| *name != "default").collect();
    // A package may need one of several, as `microcore` needs a database.
    let needed: Vec<&str> =
        package.setting("needs-one-of").map_or_else(Vec::new, |list| list.split(' ').collect());
    let mut all = Vec::new();
    for name in std::iter::once("").chain(names.iter().copied()) {
        match needed.first() {
            Some(first) if !needed.contains(&name) => all.push(format!("{first},{name}")),
            _ => all.push(name.to_owned()),
        }
    }
    if names.len() > 1 {
        all.push(names.join(","));
    }
    all.iter_mut().for_each(|features| features.truncate(features.trim_end_matches(',').len()));
    all
}
