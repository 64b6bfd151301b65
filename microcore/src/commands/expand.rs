//! `expand`: the expansion of a plugin's macros, from its source as it is now.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::{Failure, OK, Output};
use crate::app::App;
use microcore_core::meta::{AppMeta, PluginMeta};

pub(super) fn expand(app: &App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    let plugin_arg = matches.get_one::<String>("plugin").map(String::as_str).unwrap_or_default();
    let only = matches.get_one::<String>("only").map(String::as_str);
    let plugin = find(app, plugin_arg)?;
    let file = source(app.meta, plugin).ok_or_else(|| {
        Failure::Text(format!(
            "the source of {} is not here: {}",
            plugin.id(),
            plugin.location.file
        ))
    })?;
    out.out.write_all(show(&file, only, app.meta.name)?.as_bytes())?;
    Ok(OK)
}

/// The plugin of that name; `users::create_user` and `users/create_user` are one.
pub(super) fn find(app: &App, plugin_arg: &str) -> Result<&'static PluginMeta, Failure> {
    let name = plugin_arg.replace('/', "::");
    let plugins = app.registry().plugins;
    let found = plugins.iter().find(|plugin| plugin.id() == name).copied();
    found.ok_or_else(|| {
        let known: Vec<_> = plugins.iter().map(|plugin| plugin.id()).collect();
        Failure::Text(format!("there is no plugin `{plugin_arg}`; there are: {}", known.join(", ")))
    })
}

/// The file of a plugin, if it still exists. rustc names it from the folder
/// that cargo runs in: the package's, or one above it.
pub(super) fn source(app: &AppMeta, plugin: &PluginMeta) -> Option<PathBuf> {
    let mut folders =
        Path::new(app.root).ancestors().map(|folder| folder.join(plugin.location.file));
    folders.find(|file| file.is_file())
}

#[cfg(feature = "expand")]
fn show(file: &Path, only: Option<&str>, package: &str) -> Result<String, Failure> {
    use microcore_expand::show::{Options, file as expand};
    let text = std::fs::read_to_string(file)?;
    let own_crate = package.replace('-', "_");
    expand(&text, Options { only, own_crate: &own_crate, ..Options::default() })
        .and_then(microcore_expand::show::Shown::into_text)
        .map_err(|error| Failure::Text(error.in_file(&file.display().to_string())))
}

#[cfg(not(feature = "expand"))]
fn show(file: &Path, only: Option<&str>, _: &str) -> Result<String, Failure> {
    let only = only.map(|item| format!(" --only {item}")).unwrap_or_default();
    Err(Failure::Text(format!(
        "this program was built without microcore's feature `expand`: add it to `features` in \
         Cargo.toml, or run `cargo microcore expand {}{only}`, which shows the same and needs \
         nothing built",
        file.display()
    )))
}
