//! Runs the program's own commands and returns their output.

use std::ffi::OsString;

use crate::app::App;

/// What a command prints; its errors, if it prints nothing else.
pub(super) async fn text(app: &App, args: &[&str]) -> Result<String, String> {
    let app = app.clone();
    let line: Vec<OsString> = [app.meta.name].iter().chain(args).map(OsString::from).collect();
    // Commands block, and some bring a runtime of their own.
    let ran = tokio::task::spawn_blocking(move || {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        app.command(line, &mut out, &mut err);
        (out, err)
    });
    let (out, err) = ran.await.map_err(|error| error.to_string())?;
    let decode = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if out.is_empty() {
        let err = decode(&err);
        return Err(err.strip_prefix("error: ").unwrap_or(&err).to_owned());
    }
    Ok(decode(&out))
}

/// The JSON output of a command, without white space.
pub(super) async fn json(app: &App, args: &[&str]) -> Result<String, String> {
    let (command, rest) = args.split_first().ok_or("no command")?;
    let output = text(app, &[&[*command, "--format=json"], rest].concat()).await?;
    let value: serde_json::Value =
        serde_json::from_str(&output).map_err(|error| format!("`{command}`: {error}"))?;
    Ok(value.to_string())
}
