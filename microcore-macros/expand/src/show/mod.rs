//! Expansions for people to read: formatted, with a comment over each part that
//! says what it is for. What is shown compiles in place of the original.

mod error;
mod print;
mod purpose;
mod source;

pub use error::{Mistake, ShowError};

use proc_macro2::{Ident, Span};
use quote::quote;

use crate::errors::Errors;
use crate::expand::{self, Of, Part};
use crate::model::Plugin;
use source::Source;

/// What to show of an expansion.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The name by which the user's crate knows microcore.
    pub krate: &'a str,
    /// Only this item: `route:create`, `event:user.created`, `plugin`.
    pub only: Option<&'a str>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { krate: "microcore", only: None }
    }
}

/// The file with its plugin expanded; with [`Options::only`], that item's parts.
///
/// # Errors
///
/// The file is no Rust, holds no plugin, the plugin has mistakes, or there is no
/// such item.
///
/// ```
/// use microcore_expand::show::{Options, file};
///
/// let source = "#[plugin] mod greet { #[route(GET, \"/hi\")] async fn hi() -> Result<()> { Ok(()) } }";
/// let shown = file(source, Options { only: Some("route:hi"), ..Options::default() })?;
/// assert!(shown.contains("// Mounts `hi`"));
/// # Ok::<_, microcore_expand::show::ShowError>(())
/// ```
pub fn file(text: &str, options: Options<'_>) -> Result<String, ShowError> {
    let source = Source::read(text)?;
    let mut errors = Errors::default();
    let plugin = crate::read(source.attr, source.module, &mut errors);
    let plugin = match plugin {
        Some(mut plugin) if errors.count() == 0 => {
            plugin.describe(|| Some(text.to_owned()));
            plugin
        }
        _ => return Err(ShowError::mistakes(errors.into_list())),
    };
    let krate = Ident::new(options.krate, Span::call_site());
    let mc = quote!(::#krate);
    let parts = expand::parts(&plugin, &mc);
    match options.only {
        Some(only) => {
            let chosen = choose(&plugin, &parts, only)?;
            let entry = purpose::entry(&plugin, only, &mc);
            Ok(print::parts(&plugin, chosen, entry))
        }
        None => {
            let whole = print::parts(&plugin, parts.iter().collect(), None);
            Ok(format!("{}{whole}{}", source.before, source.after.trim_start_matches('\n')))
        }
    }
}

fn choose<'a>(
    plugin: &Plugin,
    parts: &'a [Part<'a>],
    only: &str,
) -> Result<Vec<&'a Part<'a>>, ShowError> {
    let known = purpose::selectors(plugin);
    if !known.iter().any(|selector| selector == only) {
        return Err(ShowError::NoSuchItem { asked: only.to_owned(), known });
    }
    let own = purpose::function(plugin, only);
    let belongs = |part: &&Part<'_>| match part.of {
        Of::Own => own.is_some_and(|name| print::is_function(&part.tokens, name)),
        of => purpose::belongs(of, only),
    };
    Ok(parts.iter().filter(belongs).collect())
}
