//! `"/users/{id}"`: the path of a route.

use microcore_syntax::route_path::Pattern;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// A path with its parameters.
#[derive(Clone)]
pub(crate) struct RoutePath {
    /// As written.
    pub literal: LitStr,
    /// The names of its parameters, in order.
    pub params: Vec<String>,
}

impl Parse for RoutePath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let literal: LitStr = input.parse().map_err(|error| {
            syn::Error::new(error.span(), "the path is a string: `\"/users/{id}\"`")
        })?;
        let text = literal.value();
        match Pattern::of_plugin(&text) {
            Ok(pattern) => {
                let params = pattern.names().map(str::to_owned).collect();
                Ok(Self { literal, params })
            }
            Err(problem) => {
                Err(syn::Error::new(literal.span(), format!("`{text}` is not a path: {problem}")))
            }
        }
    }
}
