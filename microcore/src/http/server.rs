//! The HTTP server: sockets, workers and graceful shutdown.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_files::Files;
use actix_web::dev::{ServiceFactory, fn_factory, fn_service};
use actix_web::web::ServiceConfig;
use actix_web::{App, HttpServer};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::validate::{Report, Validate};

use super::dispatch::{Dispatcher, Worker, serve};
use super::server_plan::{BindError, Configure, ServerPlan};
use super::{HttpConfig, Shutdown};

/// A server that holds its addresses and does not serve yet.
pub struct Server {
    dispatcher: Arc<Dispatcher>,
    config: HttpConfig,
    configure: Option<Configure>,
    listeners: Vec<TcpListener>,
    addresses: Vec<SocketAddr>,
    stop: Shutdown,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").finish_non_exhaustive()
    }
}

/// A server that is checked and complete, and holds no address yet.
pub(crate) struct PreparedServer {
    dispatcher: Arc<Dispatcher>,
    config: HttpConfig,
    configure: Option<Configure>,
    stop: Shutdown,
}

impl PreparedServer {
    /// Takes the addresses of `http.bind`.
    pub(crate) fn bind(self) -> Result<Server, BindError> {
        let Self { dispatcher, config, configure, stop } = self;
        let (listeners, addresses) = listen(&config.bind)
            .map_err(|source| BindError::Address { address: config.bind.clone(), source })?;
        Ok(Server { dispatcher, config, configure, listeners, addresses, stop })
    }
}

impl Server {
    /// Makes a server of settings that are valid. The error lists the endpoints that
    /// cannot be served.
    pub(crate) fn prepare(plan: ServerPlan) -> Result<PreparedServer, Vec<Diagnostic>> {
        let (config, configure) = (plan.config.clone(), plan.configure.clone());
        let stop = Shutdown::new();
        let dispatcher = Dispatcher::new(plan, stop.clone())?;
        Ok(PreparedServer { dispatcher: Arc::new(dispatcher), config, configure, stop })
    }

    /// Works out the plan and takes the addresses of `http.bind`. From here on
    /// clients can connect; they are answered once [`run`](Self::run) is called.
    pub fn bind(plan: ServerPlan) -> Result<Self, BindError> {
        let mut report = Report::new();
        plan.config.validate(&mut report);
        if let Some(violation) = report.violations().first() {
            let key = violation.pointer.trim_start_matches('/').replace('/', ".");
            return Err(BindError::Setting { key, problem: violation.message.to_string() });
        }
        Self::prepare(plan).map_err(BindError::Endpoints)?.bind()
    }

    /// The addresses it listens on, with their real ports.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// What stops it.
    pub fn stop_handle(&self) -> Shutdown {
        self.stop.clone()
    }

    /// Serves until it is [stopped](Shutdown::stop), within any Tokio runtime.
    pub async fn run(self) -> io::Result<()> {
        let stop = self.stop.clone();
        let server = self.start()?;
        let handle = server.handle();
        tokio::pin!(server);
        tokio::select! {
            ended = &mut server => return ended,
            () = stop.stopping() => {}
        }
        let (ended, ()) = tokio::join!(server, handle.stop(true));
        ended
    }

    fn start(self) -> io::Result<actix_web::dev::Server> {
        let Self { dispatcher, config, configure, listeners, .. } = self;
        let cors = config.clone();
        let services = {
            let config = config.clone();
            move |services: &mut ServiceConfig| {
                if let Some(configure) = &configure {
                    configure(services);
                }
                dispatch_all(services, dispatcher.clone(), &config);
            }
        };
        if config.cors_origins.is_empty() {
            launch!(listeners, config, move || App::new().configure(&services))
        } else {
            launch!(listeners, config, move || {
                App::new().wrap(cross_origin(&cors)).configure(&services)
            })
        }
    }
}

/// The two applications have different types, and nothing else in common.
macro_rules! launch {
    ($listeners:ident, $config:ident, $factory:expr) => {{
        let workers = $config.worker_threads();
        let mut server = HttpServer::new($factory)
            .workers(workers)
            .keep_alive(Duration::from_secs($config.keep_alive_s))
            .client_request_timeout(Duration::from_millis($config.header_timeout_ms))
            .client_disconnect_timeout(Duration::from_secs(1))
            .max_connections($config.max_connections.div_ceil(workers).max(1))
            .shutdown_timeout($config.stop_timeout_s)
            .tcp_nodelay(true)
            .disable_signals();
        for listener in $listeners {
            server = server.listen(listener)?;
        }
        Ok(server.run())
    }};
}
use launch;

/// Everything that no other actix service takes goes to the dispatcher.
fn dispatch_all(services: &mut ServiceConfig, dispatcher: Arc<Dispatcher>, config: &HttpConfig) {
    let folder = config.static_dir.clone();
    services.default_service(fn_factory(move || {
        let dispatcher = dispatcher.clone();
        let folder = folder.clone();
        async move {
            let files = match folder {
                Some(folder) => {
                    Some(Files::new("", folder).index_file("index.html").new_service(()).await?)
                }
                None => None,
            };
            let worker = Rc::new(Worker::new(dispatcher, files));
            Ok::<_, ()>(fn_service(move |request| serve(worker.clone(), request)))
        }
    }));
}

fn cross_origin(config: &HttpConfig) -> Cors {
    let mut cors = Cors::default().allow_any_method().allow_any_header().max_age(3600);
    if config.is_open_to_any() {
        cors = cors.allow_any_origin();
    } else {
        for origin in &config.cors_origins {
            cors = cors.allowed_origin(origin);
        }
    }
    if config.cors_credentials {
        cors = cors.supports_credentials();
    }
    cors
}

fn listen(bind: &str) -> io::Result<(Vec<TcpListener>, Vec<SocketAddr>)> {
    use socket2::{Domain, Protocol, Socket, Type};
    let mut listeners = Vec::new();
    let mut addresses = Vec::new();
    for address in bind.to_socket_addrs()? {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        #[cfg(unix)]
        socket.set_reuse_address(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        socket.listen(1024)?;
        let listener = TcpListener::from(socket);
        addresses.push(listener.local_addr()?);
        listeners.push(listener);
    }
    match listeners.is_empty() {
        true => Err(io::Error::other("the name has no address")),
        false => Ok((listeners, addresses)),
    }
}
