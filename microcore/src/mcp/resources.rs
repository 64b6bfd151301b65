//! The manifest as MCP resources: complete, and the context of one feature.

use rmcp::ErrorData;
use rmcp::model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate};

use super::command_output;
use crate::app::App;

/// The whole manifest.
pub(super) const WHOLE: &str = "microcore://context";
const PACK: &str = "microcore://context/{domain}/{feature}";
const MARKDOWN: &str = "text/markdown";

/// The manifest, and one pack a plugin.
pub(super) fn all(app: &App) -> Vec<Resource> {
    let whole = Resource::new(WHOLE, app.meta.name)
        .with_description("Rules, tools, domains, routes, events: the whole application")
        .with_mime_type(MARKDOWN);
    let packs = app.registry().plugins.into_iter().map(|plugin| {
        let name = format!("{}/{}", plugin.domain, plugin.name);
        let doc = match plugin.doc {
            "" => format!("What is needed to change {name}"),
            doc => doc.trim().to_owned(),
        };
        Resource::new(format!("{WHOLE}/{name}"), name)
            .with_description(doc)
            .with_mime_type(MARKDOWN)
    });
    [whole].into_iter().chain(packs).collect()
}

/// Also for features that do not exist yet.
pub(super) fn template() -> ResourceTemplate {
    ResourceTemplate::new(PACK, "feature")
        .with_description("What is needed to change a feature, or to write a new one")
        .with_mime_type(MARKDOWN)
}

/// The text at that URI.
pub(super) async fn read(app: &App, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let text = match uri.strip_prefix(WHOLE).map(|rest| (rest, rest.strip_prefix('/'))) {
        Some(("", _)) => context(app, None).await,
        Some((_, Some(feature))) => context(app, Some(feature)).await,
        _ => Err(format!("the resources are {WHOLE} and {PACK}; {uri} does not exist")),
    };
    let text = text.map_err(|error| ErrorData::resource_not_found(error, None))?;
    let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
    Ok(ReadResourceResult::new(vec![contents]))
}

/// The whole manifest, or the pack of one feature.
pub(super) async fn context(app: &App, feature: Option<&str>) -> Result<String, String> {
    match feature {
        None => command_output::text(app, &["context", "--stdout"]).await,
        Some(feature) => command_output::text(app, &["context", &format!("--for={feature}")]).await,
    }
}
