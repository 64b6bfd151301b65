//! `explain`: the page of an error code.

use microcore_syntax::Code;
use serde_json::{Value, json};

use super::{Failure, OK, Output};

/// Prints the page of a code; without one, the list of all.
pub(super) fn explain(code: Option<&str>, out: &mut Output<'_>) -> Result<u8, Failure> {
    let Some(code_arg) = code else { return list(out) };
    let Some(code) = Code::parse(code_arg) else {
        return Err(Failure::Text(format!(
            "there is no code `{code_arg}`; `explain` without one lists them"
        )));
    };
    if out.json {
        let mut row = row(code);
        row["page"] = code.page().into();
        out.json(&row)?;
    } else {
        out.line(code.page().trim_end())?;
    }
    Ok(OK)
}

fn list(out: &mut Output<'_>) -> Result<u8, Failure> {
    if out.json {
        out.json(&Code::ALL.iter().copied().map(row).collect::<Vec<_>>())?;
        return Ok(OK);
    }
    let rows = Code::ALL.iter().map(|code| [code.as_str(), code.found_by(), code.title()]);
    let rows = rows.map(|row| row.map(str::to_owned).into());
    out.table(&["code", "found by", "mistake"], rows, "there are no codes")?;
    Ok(OK)
}

fn row(code: Code) -> Value {
    json!({ "code": code.as_str(), "title": code.title(), "found": code.found_by() })
}
