//! The running application: an instance started by this program, or the one that serves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};

use serde_json::Value;
use tokio::sync::Mutex;

use super::client::{self, Call};
use crate::app::{App, Running, SystemConfig};
use crate::events::Bus;
use crate::http::HttpConfig;

/// The instance that runs, or that can be started.
pub(super) struct Live {
    app: App,
    starts_instance: bool,
    running: Mutex<Option<Running>>,
}

/// The address of an instance, and the token of its `/system`.
struct Instance {
    address: SocketAddr,
    token: Option<String>,
}

impl Live {
    /// With `starts_instance`, an instance is started here on first use; without, the one
    /// that serves at `http.bind` is used.
    pub(super) fn new(app: App, starts_instance: bool) -> Self {
        Self { app, starts_instance, running: Mutex::new(None) }
    }

    pub(super) fn starts_instance(&self) -> bool {
        self.starts_instance
    }

    /// A request to the application.
    pub(super) async fn call(&self, call: Call) -> Result<Value, String> {
        let address = self.start().await?.0;
        client::send(address, call).await
    }

    /// One of the pages below `/system`.
    pub(super) async fn get(&self, path: &str) -> Result<String, String> {
        let Instance { address, token } = match self.starts_instance {
            true => Instance { address: self.start().await?.0, token: None },
            false => self.configured()?,
        };
        let header = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        let call = Call {
            method: "GET".to_owned(),
            path: path.to_owned(),
            body: None,
            headers: header.into_iter().collect(),
        };
        let answer = client::send(address, call).await.map_err(|error| {
            let name = self.app.meta.name;
            format!(
                "{error}; start it with `{name} serve`, or start this server with \
                 `{name} mcp --allow-calls`, which runs an instance of its own"
            )
        })?;
        match answer["status"].as_u64() {
            Some(200) => Ok(answer["body"].to_string()),
            _ => Err(answer.to_string()),
        }
    }

    /// The bus of the instance that is started here.
    pub(super) async fn bus(&self) -> Result<Bus, String> {
        Ok(self.start().await?.1)
    }

    pub(super) async fn stop(&self) {
        if let Some(running) = self.running.lock().await.take() {
            running.stop().await;
        }
    }

    /// Starts the instance, unless it runs.
    async fn start(&self) -> Result<(SocketAddr, Bus), String> {
        let mut running = self.running.lock().await;
        let started = match running.take() {
            Some(running) => running,
            None => {
                let config = self.app.load_config().map_err(|error| error.to_string())?;
                // On another port than one that serves already.
                let config = config.with("http", "bind", "127.0.0.1:0");
                let started = self.app.clone().config(config).start().await;
                let started = started.map_err(|error| error.to_string())?;
                // Events are recorded from here on.
                started.bus().tap();
                started
            }
        };
        let started = running.insert(started);
        let address = started.addresses().first().copied();
        let address = address.ok_or("the application has stopped; start this server again")?;
        Ok((address, started.bus().clone()))
    }

    /// The address and the token of the configuration.
    fn configured(&self) -> Result<Instance, String> {
        let config = self.app.load_config().map_err(|error| error.to_string())?;
        let http: HttpConfig = config.read_valid("http").map_err(|error| error.to_string())?;
        let system: SystemConfig =
            config.read_valid("system").map_err(|error| error.to_string())?;
        let address = http.bind.to_socket_addrs().ok().and_then(|mut all| all.next());
        let address = address.filter(|address| address.port() != 0);
        let mut address =
            address.ok_or_else(|| format!("`http.bind` is not an address: {}", http.bind))?;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        Ok(Instance { address, token: system.token.map(|token| token.expose().clone()) })
    }
}
