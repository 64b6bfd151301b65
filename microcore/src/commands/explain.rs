//! What a code means.

use serde_json::json;

use super::{Failure, OK, Output};
use microcore_core::check::{CODES, Code};

/// Prints the page of a code; without one, the list of all.
pub(super) fn explain(code: Option<&str>, out: &mut Output<'_>) -> Result<u8, Failure> {
    let Some(asked) = code else { return list(out) };
    let Some(code) = microcore_core::check::explain(asked) else {
        return Err(Failure::Text(format!(
            "there is no code `{asked}`; `explain` without one lists them"
        )));
    };
    if out.json {
        let Code { code, title, found, page } = code;
        out.json(&json!({ "code": code, "title": title, "found": found, "page": page }))?;
    } else {
        out.line(code.page.trim_end())?;
    }
    Ok(OK)
}

fn list(out: &mut Output<'_>) -> Result<u8, Failure> {
    if out.json {
        let all = CODES.iter().map(|Code { code, title, found, .. }| {
            json!({ "code": code, "title": title, "found": found })
        });
        out.json(&all.collect::<Vec<_>>())?;
        return Ok(OK);
    }
    let rows = CODES.iter().map(|code| [code.code, code.found, code.title].map(str::to_owned));
    out.table(&["code", "found by", "mistake"], rows.map(Vec::from), "there are no codes")?;
    Ok(OK)
}
