//! `check`: everything that would prevent startup.

use serde_json::json;

use super::{FAILURE, Failure, OK, Output, runtime, serve};
use crate::app::App;

/// The same checks as before serving, without reaching a backend.
pub(super) fn check(app: App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let (name, registry) = (app.meta.name, app.registry());
    let runtime = runtime()?;
    let _context = runtime.enter();
    let diagnostics = app.check().err().map(|error| error.diagnostics).unwrap_or_default();
    let code = if diagnostics.is_empty() { OK } else { FAILURE };
    if out.json {
        out.json(&json!({ "app": name, "diagnostics": diagnostics }))?;
        return Ok(code);
    }
    for diagnostic in &diagnostics {
        out.line(&format!("{diagnostic}\n"))?;
    }
    let found = match diagnostics.len() {
        0 => "no errors".to_owned(),
        1 => "1 error".to_owned(),
        many => format!("{many} errors"),
    };
    out.line(&format!("{name}: {}: {found}", serve::summary(&registry)))?;
    Ok(code)
}
