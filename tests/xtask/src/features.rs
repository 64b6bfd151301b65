//! `features`: published packages compile without warnings with any features.

use crate::packages::{Metadata, Package};
use crate::{Result, run};

/// Lints each published package without features, with each alone and with all. All
/// subsets would be exponentially many, and features here add one file or driver each.
pub(crate) fn run() -> Result {
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
    let mut all = vec![String::new()];
    all.extend(names.iter().map(|name| (*name).to_owned()));
    if names.len() > 1 {
        all.push(names.join(","));
    }
    all
}
