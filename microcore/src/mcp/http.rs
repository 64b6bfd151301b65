//! Streamable HTTP: agents connect to one address of this program.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, FORWARDED, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::handler::Handler;
use crate::http::same;
use microcore_core::Secret;
use microcore_core::error::{Error, Result};

/// The path of the endpoint.
const PATH: &str = "/mcp";
/// How long a client may take to send the head of a request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long answers in progress may take when the server stops.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

type Service = StreamableHttpService<Handler, LocalSessionManager>;

/// A server that is bound to its address and does not serve yet.
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    token: Option<Secret<String>>,
}

impl Server {
    /// Binds the address; one that other machines can reach only with a token.
    pub(crate) async fn bind(address: &str, token: Option<Secret<String>>) -> Result<Self> {
        let failed = |error: std::io::Error| {
            Error::unavailable(format!("cannot listen on {address}: {error}"))
        };
        // An empty token would admit everyone who knows that it is empty.
        let token = token.filter(|token| !token.expose().is_empty());
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        if token.is_none() && !bound.ip().to_canonical().is_loopback() {
            return Err(Error::forbidden(format!(
                "other machines reach {bound}: set MICROCORE_SYSTEM__TOKEN, which agents then \
                 send as `Authorization: Bearer …`, or listen on 127.0.0.1"
            )));
        }
        Ok(Self { listener, address: bound, token })
    }

    /// The URL that agents connect to.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{PATH}", self.address)
    }

    pub(super) async fn serve(self, handler: Handler, stop: impl Future<Output = ()>) {
        let cancel = CancellationToken::new();
        // A page of a browser has no business here. Where there is no token, its host
        // name could also have been made to point to this machine.
        let config = StreamableHttpServerConfig::default()
            .with_cancellation_token(cancel.clone())
            .enforce_origin_validation();
        let config = match self.token {
            Some(_) => config.disable_allowed_hosts(),
            None => config,
        };
        let sessions = Arc::new(LocalSessionManager::default());
        let service = Service::new(move || Ok(handler.clone()), sessions, config);
        let token = Arc::new(self.token);
        let connections = TaskTracker::new();
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, _)) => {
                    let one = connection(stream, service.clone(), Arc::clone(&token));
                    let until = cancel.clone();
                    connections.spawn(async move { until.run_until_cancelled(one).await });
                }
                Err(error) => {
                    tracing::warn!(cause = %error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        cancel.cancel();
        connections.close();
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, connections.wait()).await;
    }
}

async fn connection(stream: TcpStream, service: Service, token: Arc<Option<Secret<String>>>) {
    let answer = service_fn(|request: Request<Incoming>| async {
        let rejected = |status| Ok::<_, Infallible>(rejection(status));
        if !is_allowed(request.headers(), token.as_ref().as_ref()) {
            return rejected(StatusCode::UNAUTHORIZED);
        }
        if request.uri().path() != PATH {
            return rejected(StatusCode::NOT_FOUND);
        }
        Ok(service.handle(request).await)
    });
    let mut builder = http1::Builder::new();
    let builder = builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    if let Err(error) = builder.serve_connection(TokioIo::new(stream), answer).await {
        tracing::debug!(cause = %error, "a connection ended");
    }
}

/// Whether the request has the token; if none is configured, whether it comes directly
/// from this machine and not through a proxy on it.
fn is_allowed(headers: &HeaderMap, token: Option<&Secret<String>>) -> bool {
    let Some(token) = token else {
        return !headers.contains_key(FORWARDED) && !headers.contains_key("x-forwarded-for");
    };
    let credentials = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credentials = credentials.and_then(|credentials| credentials.split_once(' '));
    credentials.is_some_and(|(scheme, credentials)| {
        scheme.eq_ignore_ascii_case("bearer")
            && same(credentials.trim().as_bytes(), token.expose().as_bytes())
    })
}

fn rejection(status: StatusCode) -> Response<BoxBody<Bytes, Infallible>> {
    let text = match status {
        StatusCode::UNAUTHORIZED => "send the token of `system.token` as a bearer token\n",
        _ => "the endpoint is /mcp\n",
    };
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())).boxed());
    *response.status_mut() = status;
    if status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    response
}
