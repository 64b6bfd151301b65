//! From tokens to a checked model: parse, model, check.

use microcore_syntax::Code;
use proc_macro2::TokenStream;

use crate::attr::PluginAttr;
use crate::check::{self, CheckedPlugin};
use crate::context::Context;
use crate::errors::Errors;
use crate::model::{Data, Plugin};
use crate::parse::{Item, Module};

/// The model of an annotated module; `None` where it is no module.
pub(crate) fn plugin(
    attr: TokenStream,
    item: TokenStream,
    context: Context<'_>,
    errors: &mut Errors,
) -> Option<CheckedPlugin> {
    let attr = errors.keep(Code::Attribute, syn::parse2::<PluginAttr>(attr));
    let mut module = errors.keep(Code::Attribute, syn::parse2::<Module>(item))?;
    check::module(&mut module, context, errors);
    let attr = attr.unwrap_or(PluginAttr { domain: None });
    Some(check::plugin(Plugin::read(attr, module, context, errors), errors))
}

/// The model of settings that are outside of a plugin.
pub(crate) fn settings(attr: TokenStream, item: &TokenStream, errors: &mut Errors) -> Option<Data> {
    let marked = quote::quote!(#[config(#attr)] #item);
    let parsed = syn::parse2::<Item>(marked);
    let item = parsed.map_err(|error| errors.syntax(item, error)).ok()?;
    Data::read(&item, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(module: &str, file: &str) -> String {
        let tokens: TokenStream = module.parse().unwrap();
        let file = || Some(file.to_owned());
        let context =
            Context { own_crate: "shop", is_compiled: true, of_domains: false, file: &file };
        let read = plugin(TokenStream::new(), tokens, context, &mut Errors::default());
        read.unwrap().docs.clone()
    }

    #[test]
    fn the_docs_of_a_file_are_those_of_its_only_plugin_without_docs() {
        let file = "//! The file's.\n#[plugin]\nmod a {}\n";
        assert_eq!(docs("mod a {}", file), "The file's.");
        assert_eq!(docs("/// Its own.\nmod a {}", file), "Its own.");
        assert_eq!(docs("mod a {}", &format!("{file}#[plugin]\nmod b {{}}\n")), "");
    }
}
