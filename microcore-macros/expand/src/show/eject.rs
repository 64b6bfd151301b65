//! One item without its macro, in a file that otherwise stays as it is.

use std::ops::Range;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, DeriveInput, Fields};

use super::print::{self, Body, Piece};
use super::source::{MacroCall, range};
use super::{Options, ShowError, plugin, purpose};
use crate::check::CheckedPlugin;
use crate::expand::{self, Of};
use crate::handlers::{self, Handler};
use crate::model::{DATA_ATTRIBUTES, Data, Role};
use crate::parse::{Item, Module, is_named};

/// The file with that item of the plugin written out; `None` where the plugin
/// has no such item.
pub(super) fn item(
    call: &MacroCall,
    text: &str,
    only: &str,
    options: Options<'_>,
) -> Option<Result<String, ShowError>> {
    let plugin::Read { plugin, errors } = plugin::read(call, text, options);
    let plugin = plugin?;
    let (name, attributes, mut pieces) = match purpose::find_data(&plugin, only) {
        Some(data) => {
            let attributes = lines(&expand::attributes(data, &options.path()));
            (&data.name, attributes, of_data(&plugin, data, options))
        }
        None => {
            let handler = purpose::find(&plugin, only)?;
            (&handler.name, Vec::new(), of_handler(&plugin, handler, options))
        }
    };
    if !errors.is_empty() {
        return Some(Err(ShowError::Mistakes(super::mistakes(errors))));
    }
    let module = syn::parse2::<Module>(call.item.clone()).ok()?;
    let item = module.items.iter().find(|item| declares(item, name))?;
    let whole = range(&item.to_token_stream())?;
    let mut changes = Changes { text, list: Vec::new() };
    let indent = changes.indent(whole.start);
    let head = attributes.iter().map(|line| format!("{line}\n{indent}")).collect();
    changes.list.push((whole.start..whole.start, head));
    for attr in removed(item) {
        changes.take_out(&attr);
        pieces.extend(used(&plugin, &attr));
    }
    let generated = plugin::unwrapped(pieces);
    changes.list.push((whole.end..whole.end, format!("\n\n{generated}")));
    Some(Ok(changes.apply()))
}

/// What is beside the type in place of its attributes.
fn of_data(plugin: &CheckedPlugin, data: &Data, options: Options<'_>) -> Vec<Piece> {
    let (mc, name) = (options.path(), &data.name);
    let mut impls = expand::impls(data, &mc);
    if expand::is_in_path(data, &plugin.handlers) {
        impls.extend(expand::path_params(data, &mc));
    }
    let mut pieces =
        vec![Piece { comment: purpose::of(Of::Impls(data)), body: Body::Generated(impls) }];
    for role in &data.roles {
        let (word, kind, of) = match role {
            Role::Event(_) => ("event", "EventMeta", quote!(data::Event)),
            Role::Ask(_) => ("ask", "AskMeta", quote!(data::Question)),
            Role::Config(_) => ("config", "ConfigMeta", quote!(config::Section)),
            Role::Request | Role::Response | Role::View | Role::Row => continue,
        };
        let kind = format_ident!("{kind}");
        let meta = quote!(<#name as #mc::#of>::META);
        pieces.push(entry(word, name, &kind, meta, &data.cfgs, &mc));
    }
    pieces
}

/// What is beside the function in place of its attribute.
fn of_handler(plugin: &CheckedPlugin, handler: &Handler, options: Options<'_>) -> Vec<Piece> {
    let mc = options.path();
    let mount = Piece {
        comment: purpose::of(Of::Mount(handler)),
        body: Body::Generated(expand::mount(handler, &mc)),
    };
    // `#[plugin]` does not see this handler's arguments any more.
    let others = || plugin.handlers.iter().filter(|other| other.name != handler.name);
    let only_here = plugin
        .data
        .iter()
        .filter(|data| expand::is_in_path(data, [handler]) && !expand::is_in_path(data, others()));
    let params = only_here.map(|data| Piece {
        comment: format!("Reads `{}` from the path.", data.name),
        body: Body::Generated(expand::path_params(data, &mc)),
    });
    let kind = purpose::entry_type(handler);
    let meta = expand::meta(handler, &mc);
    let entry = entry(purpose::word(handler), &handler.name, &kind, meta, &handler.cfgs, &mc);
    std::iter::once(mount).chain(params).chain([entry]).collect()
}

/// A use of the attribute's import, where the user named it.
fn used(plugin: &CheckedPlugin, attr: &Attribute) -> Option<Piece> {
    let word = attr.path().get_ident().filter(|word| plugin.imports.contains(&word.to_string()))?;
    let name = format_ident!("_{word}");
    let comment = "Uses the import of an attribute that is gone: rustc would call it unused.";
    let tokens = quote!(const _: () = { #[allow(unused_imports)] use #word as #name; };);
    Some(Piece { comment: comment.to_owned(), body: Body::Generated(tokens) })
}

/// The constant that `#[plugin]` puts into the metadata.
fn entry(
    word: &str,
    of: &Ident,
    kind: &Ident,
    meta: TokenStream,
    cfgs: &[Attribute],
    mc: &TokenStream,
) -> Piece {
    let name = format_ident!("{}", screaming(&format!("{word}_{of}").replace("r#", "")));
    let word = format_ident!("{word}");
    let tokens = quote! {
        #(#cfgs)*
        #[#mc::entry(#word)]
        const #name: #mc::meta::#kind = #meta;
    };
    let comment = "Its entry in the metadata of the plugin; `#[entry]` puts it there.".to_owned();
    Piece { comment, body: Body::Generated(tokens) }
}

/// `EVENT_USER_CREATED` of `event_UserCreated`.
fn screaming(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.extend(letter.to_uppercase());
    }
    out
}

/// Whether the item is the declaration of that very name.
fn declares(item: &Item, name: &Ident) -> bool {
    let wanted = name.span().byte_range().start;
    range(&item.to_token_stream()).is_some_and(|range: Range<usize>| range.contains(&wanted))
}

/// The attributes that the macro takes out of the item.
fn removed(item: &Item) -> Vec<Attribute> {
    let is_data = |attr: &Attribute| DATA_ATTRIBUTES.iter().any(|word| is_named(attr, word));
    let ours = |attr: &&Attribute| is_data(attr) || handlers::named(attr).is_some();
    let mut removed: Vec<Attribute> = item.attrs.iter().filter(ours).cloned().collect();
    let Ok(input) = syn::parse2::<DeriveInput>(item.to_token_stream()) else { return removed };
    let fields = |fields: Fields| fields.into_iter().flat_map(|field| field.attrs);
    let inner: Vec<Attribute> = match input.data {
        syn::Data::Struct(data) => fields(data.fields).collect(),
        syn::Data::Enum(data) => {
            data.variants.into_iter().flat_map(|variant| fields(variant.fields)).collect()
        }
        syn::Data::Union(_) => Vec::new(),
    };
    removed.extend(inner.into_iter().filter(|attr| attr.path().is_ident("validate")));
    removed
}

/// The attributes, a line each.
fn lines(attributes: &TokenStream) -> Vec<String> {
    let shown = print::formatted(&quote!(#attributes struct X;));
    let lines = shown.lines().filter(|line| *line != "struct X;");
    lines.map(str::to_owned).collect()
}

/// Changes of a text, made at its end first so that no place moves.
struct Changes<'a> {
    text: &'a str,
    list: Vec<(Range<usize>, String)>,
}

impl Changes<'_> {
    /// The space before what begins there, on its line.
    fn indent(&self, start: usize) -> String {
        let before = self.text.get(..start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.chars().take_while(|letter| *letter == ' ').collect()
    }

    /// Takes out the attribute and the space after it.
    fn take_out(&mut self, attr: &Attribute) {
        let Some(range) = range(&attr.to_token_stream()) else { return };
        let after = self.text.get(range.end..).unwrap_or_default();
        let space = after.len() - after.trim_start().len();
        self.list.push((range.start..range.end + space, String::new()));
    }

    fn apply(mut self) -> String {
        let mut text = self.text.to_owned();
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        for (range, new) in self.list.into_iter().rev() {
            text.replace_range(range, &new);
        }
        text
    }
}
