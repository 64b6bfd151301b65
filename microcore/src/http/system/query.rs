//! The query strings of `/system`.

use std::borrow::Cow;

use microcore_core::error::{Error, Result};

/// How many are listed, unless `?limit=` says otherwise.
const LIMIT: usize = 100;
const MAX_LIMIT: usize = 1000;

/// What `?limit=` asks for.
pub(super) fn limit(query: &str) -> Result<usize> {
    let Some(text) = parameter(query, "limit") else { return Ok(LIMIT) };
    let limit = text.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| Error::bad_request(format!("`limit` is a number from 1 to {MAX_LIMIT}")))
}

/// The first parameter of that name.
pub(super) fn parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(own, _)| own == name).map(|(_, value)| value)
}
