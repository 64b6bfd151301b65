//! The tools and resources of the MCP server.

use std::sync::Arc;

use rmcp::handler::server::router::tool::ToolRouter;
use rmcp::handler::server::tool::ToolCallContext;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation,
    ListResourceTemplatesResult, ListResourcesResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, tool_handler};

use super::live::Live;
use super::resources;
use crate::app::App;

/// Shared by all agents; cheap to clone.
#[derive(Clone)]
pub(super) struct Handler {
    pub(super) app: App,
    pub(super) live: Arc<Live>,
    tools: ToolRouter<Self>,
}

impl Handler {
    pub(super) fn new(app: App, allow_calls: bool) -> Self {
        let live = Arc::new(Live::new(app.clone(), allow_calls));
        let tools =
            if allow_calls { Self::read_tools() + Self::call_tools() } else { Self::read_tools() };
        Self { app, live, tools }
    }
}

#[tool_handler(router = self.tools)]
impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let app = self.app.meta;
        let can = ServerCapabilities::builder().enable_tools().enable_resources().build();
        let live = if self.live.starts_instance() {
            "`call_endpoint` and what follows it happen in an instance that this server starts on \
             a free port, with the application's own configuration: its database is the real one."
        } else {
            "Nothing here changes anything. `status`, `recent_traces` and `dead_letters` ask the \
             instance that serves at `http.bind`."
        };
        ServerConfig::new(can)
            .with_server_info(Implementation::new(app.name, app.version))
            .with_instructions(format!(
                "`{name}` is made of plugins: one annotated module is one feature. Read \
                 {whole} for everything there is, or {whole}/<domain>/<feature> before you \
                 change or write that feature. This is the program as it was built: after a \
                 change run `cargo check`, which names every mistake, then build and start this \
                 server again. {live}",
                name = app.name,
                whole = resources::WHOLE,
            ))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let (name, program) = (&request.name, self.app.meta.name);
        if !self.live.starts_instance() && Self::call_tools().has_route(name) {
            let why = format!(
                "this server only reads: `{name}` is there when it is started as `{program} mcp \
                 --allow-calls`"
            );
            return Ok(CallToolResult::error(vec![ContentBlock::text(why)]).into());
        }
        self.tools.call(ToolCallContext::new(self, request, context)).await
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::all(&self.app)))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(vec![resources::template()]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        resources::read(&self.app, &request.uri).await.map(Into::into)
    }
}
