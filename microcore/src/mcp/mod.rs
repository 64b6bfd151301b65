//! `mcp`: a server for AI agents, over the Model Context Protocol. The structure of the
//! application comes from the program's own commands, its state from the running instance.

mod call_tools;
mod client;
mod command_output;
mod handler;
mod http;
mod live;
mod read_tools;
mod resources;

use std::future::Future;

use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use microcore_core::error::{Error, Result};

use handler::Handler;
pub(crate) use http::Server;

/// How an agent reaches the application, and what it may do with it.
pub(crate) struct Mcp {
    handler: Handler,
}

impl Mcp {
    /// Serves that application; it is started, and agents may change something, only if
    /// calls are allowed.
    pub(crate) fn new(app: App, allow_calls: bool) -> Self {
        Self { handler: Handler::new(app, allow_calls) }
    }

    /// Serves one agent over stdin and stdout, until either is closed or `stop`.
    pub(crate) async fn over_stdio(&self, stop: impl Future<Output = ()>) -> Result<()> {
        let cancel = CancellationToken::new();
        let served = async {
            let transport = rmcp::transport::stdio_pipes();
            match self.handler.clone().serve_with_ct(transport, cancel.clone()).await {
                Ok(service) => service.waiting().await.map(drop).map_err(Error::from),
                // The client sent nothing, which is not an error.
                Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
                Err(error) => Err(Error::from(error)),
            }
        };
        tokio::select! {
            result = served => result,
            () = stop => Ok(()),
        }
    }

    /// Serves agents over HTTP, until `stop`.
    pub(crate) async fn over_http(&self, server: Server, stop: impl Future<Output = ()>) {
        server.serve(self.handler.clone(), stop).await;
    }

    /// Stops the application, where it was started here.
    pub(crate) async fn stop(&self) {
        self.handler.live.stop().await;
    }
}
