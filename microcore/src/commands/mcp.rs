//! `mcp`: the application for AI agents.

use clap::ArgMatches;

use super::{Failure, Output};
use crate::app::App;

#[cfg(not(feature = "mcp"))]
pub(super) fn mcp(_: App, _: &ArgMatches, _: &mut Output<'_>) -> Result<u8, Failure> {
    Err(Failure::Text(
        "this program was built without microcore's feature `mcp`: add it in Cargo.toml, \
         `microcore = { …, features = [\"mcp\"] }`, and build again"
            .to_owned(),
    ))
}

#[cfg(feature = "mcp")]
pub(super) fn mcp(app: App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    // To stderr: stdout is the agent's.
    // Of a copy, since `check` reads the configuration again each time.
    drop(app.clone().log());
    let runtime = super::runtime()?;
    let result = runtime.block_on(serve(app, matches, out));
    runtime.shutdown_timeout(super::serve::SHUTDOWN_TIMEOUT);
    result
}

#[cfg(feature = "mcp")]
async fn serve(app: App, matches: &ArgMatches, out: &mut Output<'_>) -> Result<u8, Failure> {
    use crate::app::{BootError, SystemConfig};
    use crate::mcp::{Mcp, Server};

    let mut signals = super::signals::Signals::listen()?;
    let mcp = Mcp::new(app.clone(), matches.get_flag("allow-calls"));
    let served = match matches.get_one::<String>("http") {
        None => mcp.over_stdio(signals.next()).await,
        Some(address) => {
            let config = app.load_config().map_err(BootError::from)?;
            let system: SystemConfig = config.read_valid("system").map_err(BootError::from)?;
            let server = Server::bind(address, system.token).await?;
            out.line(&format!("{} for agents at {}", app.meta.name, server.url()))?;
            out.out.flush()?;
            mcp.over_http(server, signals.next()).await;
            Ok(())
        }
    };
    tokio::select! {
        () = mcp.stop() => served.map(|()| super::OK).map_err(Failure::from),
        () = signals.next() => Ok(super::serve::ABORTED),
    }
}
