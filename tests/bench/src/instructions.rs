//! How many instructions a request takes.

use std::path::Path;

use crate::Result;
use crate::client::Client;
use crate::kind::Kind;
use crate::server::Server;

/// Of so many runs the one with the fewest instructions counts. Now and then the allocator
/// searches its lists at startup, which takes as long as fifty requests.
const RUNS: usize = 3;

/// Instructions a request: what a run of three times as many takes more, so that start and
/// stop are left out. `server` is `twin` or `micro`.
///
/// # Errors
/// If the server cannot be measured, or answers with another status.
pub fn per_request(server: &str, kind: &Kind, count: u64) -> Result<f64> {
    let fewer = least(server, kind, count)?;
    let more = least(server, kind, 3 * count)?;
    Ok((more.saturating_sub(fewer)) as f64 / (2 * count) as f64)
}

fn least(server: &str, kind: &Kind, count: u64) -> Result<u64> {
    let runs = (0..RUNS).map(|_| executed(server, kind, count));
    Ok(runs.collect::<Result<Vec<_>>>()?.into_iter().min().unwrap_or_default())
}

fn executed(name: &str, kind: &Kind, count: u64) -> Result<u64> {
    let folder = tempfile::tempdir()?;
    let file = match std::env::var_os("PROFILE") {
        Some(kept) => kept.into(),
        None => folder.path().join("callgrind.out"),
    };
    let server = Server::start(name, kind.routes, Some(&file))?;
    let mut client = Client::connect(server.address)?;
    let request = kind.bytes();
    for _ in 0..count {
        let (status, text) = client.send(&request)?;
        if status != kind.status {
            return Err(format!("{name} answered {}: {text}", kind.name).into());
        }
    }
    drop(client);
    server.stop()?;
    total(&file)
}

/// The sum of all instructions that callgrind wrote down.
fn total(file: &Path) -> Result<u64> {
    let text = std::fs::read_to_string(file)?;
    let line = text.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(line.ok_or("callgrind wrote no totals")?.trim().parse()?)
}
