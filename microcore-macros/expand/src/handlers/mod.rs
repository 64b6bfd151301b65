//! What calls a function of a plugin: a file for each kind, which holds everything that
//! distinguishes it from the others. A new kind is such a file, its line in [`KINDS`], and
//! its word in `handler_attributes!`.

mod handler;
mod hook;
mod on_ask;
mod on_event;
mod route;
mod schedule;
mod websocket;

pub(crate) use handler::{Argument, Handler};

use proc_macro2::{Ident, Span, TokenStream};
use syn::Attribute;

use crate::attr::{Keys, RoutePath};
use crate::errors::Errors;
use crate::parse::is_named;

/// Every kind, in the order of its lists in the metadata of a plugin.
pub(crate) const KINDS: &[&Definition] = &[
    &route::ROUTE,
    &websocket::WEBSOCKET,
    &on_event::ON_EVENT,
    &on_ask::ON_ASK,
    &schedule::SCHEDULE,
    &hook::ON_START,
    &hook::ON_STOP,
];

/// Hands the attributes of all kinds to a macro, for the crate that exports them to rustc.
#[macro_export]
macro_rules! handler_attributes {
    ($then:ident) => {
        $then! { route websocket on_event on_ask schedule on_start on_stop }
    };
}

/// A key of an attribute, and what an editor shows of it.
pub(crate) type Key = (&'static str, &'static str);

/// What all handlers of a kind have in common.
pub(crate) struct Definition {
    /// The attribute that makes a function one: `route`.
    pub attribute: &'static str,
    /// The field of `microcore::meta::PluginMeta` that lists them.
    pub list: &'static str,
    /// The type of their metadata, in `microcore::meta`.
    pub meta: &'static str,
    /// The module of microcore that calls it: `call` or `http`.
    pub module: &'static str,
    /// The type of the call that reaches them, in `microcore::call`.
    pub call: &'static str,
    /// The type of the mounted function, in the same module.
    pub mounted: &'static str,
    /// What they assert about the application, besides that their tools exist.
    pub assertion: Option<Assertion>,
    /// The keys that the attribute takes after its first arguments.
    pub keys: &'static [Key],
    /// Reads the arguments of the attribute.
    pub read: fn(&Attribute) -> syn::Result<Box<dyn Kind>>,
}

impl Definition {
    /// Reports keys of the attribute that were not taken.
    fn finish(&self, keys: Keys) -> syn::Result<()> {
        let known: Vec<&str> = self.keys.iter().map(|(key, _)| *key).collect();
        keys.finish(self.attribute, &known)
    }
}

/// An assertion about the application, evaluated by `cargo check`.
pub(crate) struct Assertion {
    /// The function of `microcore::__private::check` that evaluates it.
    pub check: &'static str,
    /// The key of what is asserted, computed by the compiler from a constant that holds
    /// the metadata: for manual entries, whose values no macro reads.
    pub entry_key: fn(&Ident, &TokenStream) -> TokenStream,
}

/// What distinguishes a handler of one kind from those of the others. No method has a default,
/// so that a new kind cannot forget one.
pub(crate) trait Kind {
    /// What it has in common with others of its kind.
    fn definition(&self) -> &'static Definition;

    /// What its metadata has besides the function and its mount.
    fn meta(&self, handler: &Handler, mc: &TokenStream) -> Meta;

    /// What it asserts: the place of the error, and the key of what is asserted.
    fn asserts(&self) -> Option<(Span, u64)>;

    /// The path whose parameters its arguments take.
    fn path(&self) -> Option<&RoutePath>;

    /// Whether its first argument is what the caller sends.
    fn has_payload(&self) -> bool;

    /// The call of the function, made to what the caller expects.
    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome;

    /// Reports what in the handler's signature does not fit its kind.
    fn check(&self, handler: &Handler, errors: &mut Errors);

    /// When it runs, in words: `` each `GET /users` ``.
    #[cfg_attr(not(feature = "show"), allow(dead_code))] // called only to show it
    fn runs_for(&self) -> String;

    /// What it asserts, in words, besides that its tools exist.
    #[cfg_attr(not(feature = "show"), allow(dead_code))] // called only to show it
    fn asserts_that(&self) -> Option<String>;
}

/// What the metadata of a handler has besides the function and its mount.
#[derive(Default)]
pub(crate) struct Meta {
    /// What the constructor takes, each with a comma.
    pub args: TokenStream,
    /// The setters of what is not the default.
    pub setters: TokenStream,
}

/// The setter of a field of metadata, unless the field has its default.
pub(crate) fn setter<T: Default + PartialEq + quote::ToTokens>(
    name: &str,
    value: &T,
) -> TokenStream {
    let name = quote::format_ident!("{name}");
    if *value == T::default() { TokenStream::new() } else { quote::quote!(.#name(#value)) }
}

/// The setter of a list, unless it is empty.
pub(crate) fn list_setter(name: &str, values: &[impl quote::ToTokens]) -> TokenStream {
    let name = quote::format_ident!("{name}");
    if values.is_empty() { TokenStream::new() } else { quote::quote!(.#name(&[#(#values),*])) }
}

/// What becomes of a handler's result.
pub(crate) struct Outcome {
    /// The expression.
    pub tokens: TokenStream,
    /// Whether it reads from the call.
    pub reads_call: bool,
}

impl Outcome {
    /// That of a handler whose caller expects nothing but success.
    fn of_nothing(output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Self {
        let outcome =
            crate::tokens::as_trait(output, &quote::quote!(#mc::call::Outcome), "outcome");
        Self { tokens: quote::quote!(#outcome(#called)), reads_call: false }
    }
}

/// The kind that this attribute makes a function, if it is such an attribute.
pub(crate) fn named(attr: &Attribute) -> Option<&'static Definition> {
    KINDS.iter().find(|kind| is_named(attr, kind.attribute)).copied()
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    macro_rules! texts {
        ($($name:ident)*) => { &[$(stringify!($name)),*] };
    }

    #[test]
    fn every_kind_is_an_attribute_that_rustc_knows() {
        let attributes: &[&str] = handler_attributes!(texts);
        let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.attribute).collect();
        assert_eq!(attributes, kinds);
    }

    #[test]
    fn every_kind_has_a_list_of_its_own() {
        let mut lists: Vec<&str> = KINDS.iter().map(|kind| kind.list).collect();
        lists.sort_unstable();
        lists.dedup();
        assert_eq!(lists.len(), KINDS.len());
    }
}
