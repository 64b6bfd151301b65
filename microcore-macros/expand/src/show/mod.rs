//! Expansions for people to read: formatted, with a comment over each part that
//! explains what it is for. What is shown compiles in place of the original.

mod eject;
mod error;
mod other;
mod plugin;
mod print;
mod purpose;
mod source;

use std::path::Path;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::errors::Errors;
use print::{Body, Piece};
use source::{MacroCall, Word};

pub use error::{Mistake, ShowError};

/// What to show of an expansion.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The name by which the user's crate knows microcore.
    pub krate: &'a str,
    /// The name of the user's crate, whose paths no plugin may take.
    pub own_crate: &'a str,
    /// The folder of the user's package, where `app!` looks for plugins.
    pub root: &'a Path,
    /// The file, as far as it is known: `app!` loads modules from beside it.
    pub file: Option<&'a Path>,
    /// Only this item: `route:create`, `event:user.created`, `plugin`.
    pub only: Option<&'a str>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { krate: "microcore", own_crate: "", root: Path::new("."), file: None, only: None }
    }
}

impl Shown {
    /// The text, where nothing is wrong.
    ///
    /// # Errors
    ///
    /// The mistakes.
    pub fn into_text(self) -> Result<String, ShowError> {
        if self.mistakes.is_empty() {
            Ok(self.text)
        } else {
            Err(ShowError::Mistakes(self.mistakes))
        }
    }
}

impl Options<'_> {
    /// The path of microcore in expansions.
    fn path(&self) -> TokenStream {
        let krate = Ident::new(self.krate, Span::call_site());
        quote!(::#krate)
    }
}

/// An expansion, and what is wrong in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The text.
    pub text: String,
    /// The mistakes that the macros find, which the compiler reports too.
    pub mistakes: Vec<Mistake>,
}

/// The file with its macros expanded; with [`Options::only`], that item's parts.
///
/// # Errors
///
/// The file is no Rust, uses no macro, or there is no such item.
///
/// ```
/// use microcore_expand::show::{Options, file};
///
/// let source = "#[plugin] mod greet { #[route(GET, \"/hi\")] async fn hi() -> Result<()> { Ok(()) } }";
/// let shown = file(source, Options { only: Some("route:hi"), ..Options::default() })?;
/// assert!(shown.text.contains("// Mounts `hi`"));
/// # Ok::<_, microcore_expand::show::ShowError>(())
/// ```
pub fn file(text: &str, options: Options<'_>) -> Result<Shown, ShowError> {
    let calls = source::calls(text).map_err(ShowError::InvalidSyntax)?;
    if calls.is_empty() {
        return Err(ShowError::NothingToExpand);
    }
    let mut whole = Shown { text: String::new(), mistakes: Vec::new() };
    let mut end = 0;
    let mut found = false;
    for call in &calls {
        let Some(shown) = expand(call, text, options) else { continue };
        found = true;
        whole.mistakes.extend(shown.mistakes);
        if options.only.is_none() {
            whole.text.push_str(text.get(end..call.range.start).unwrap_or_default());
            whole.text.push_str(shown.text.trim_end());
        } else {
            whole.text.push_str(&shown.text);
        }
        end = call.range.end;
    }
    if let Some(only) = options.only {
        if !found {
            let known = calls.iter().flat_map(selectors).collect();
            return Err(ShowError::NoSuchItem { asked: only.to_owned(), known });
        }
    } else {
        whole.text.push_str(text.get(end..).unwrap_or_default());
    }
    Ok(whole)
}

fn expand(call: &MacroCall, text: &str, options: Options<'_>) -> Option<Shown> {
    match call.word {
        Word::Plugin => plugin::show(call, text, options),
        _ => other::show(call, text, options),
    }
}

fn selectors(call: &MacroCall) -> Vec<String> {
    match call.word {
        Word::Plugin => plugin::selectors(call),
        _ => vec![other::selector(call)],
    }
}

fn mistakes(errors: Errors) -> Vec<Mistake> {
    let mistakes = errors
        .into_list()
        .into_iter()
        .flat_map(|(code, error)| error.into_iter().map(move |error| Mistake::of(code, &error)));
    mistakes.collect()
}

/// The `compile_error!` calls for the errors.
fn compile_errors(errors: Errors) -> Option<Piece> {
    (!errors.is_empty()).then(|| Piece {
        comment: "The errors; the compiler reports each at its location.".to_owned(),
        body: Body::Generated(errors.into_tokens()),
    })
}

/// The file without its macros; with [`Options::only`], without the macro of that
/// item. It compiles, and does what it did.
///
/// # Errors
///
/// Those of [`file()`], and the file has mistakes.
pub fn eject(text: &str, options: Options<'_>) -> Result<String, ShowError> {
    let Some(only) = options.only else { return file(text, options)?.into_text() };
    let calls = source::calls(text).map_err(ShowError::InvalidSyntax)?;
    for call in &calls {
        if call.word == Word::Plugin && only != "plugin" {
            if let Some(ejected) = eject::item(call, text, only, options) {
                return ejected;
            }
        } else if only == "plugin" || other::selector(call) == only {
            // The whole call is one item.
            let whole = Options { only: None, ..options };
            let Some(shown) = expand(call, text, whole) else { continue };
            let mut ejected = text.to_owned();
            ejected.replace_range(call.range.clone(), shown.into_text()?.trim_end());
            return Ok(ejected);
        }
    }
    let known = calls.iter().flat_map(selectors).collect();
    Err(ShowError::NoSuchItem { asked: only.to_owned(), known })
}
