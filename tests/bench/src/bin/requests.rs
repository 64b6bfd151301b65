//! Measures requests: `requests instructions [--count 1000]` counts what the
//! servers execute, `requests throughput [--seconds 4] [--rounds 7]` loads them.
#![allow(clippy::print_stdout)]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use microcore_bench::Result;
use microcore_bench::arguments::number;
use microcore_bench::client::Client;
use microcore_bench::kind::{KINDS, Kind};
use microcore_bench::server::Server;
use microcore_bench::statistics::median;

fn main() -> Result<()> {
    let only = std::env::var("ONLY").unwrap_or_default();
    let kinds = KINDS.iter().filter(|kind| kind.name.contains(&only));
    match std::env::args().nth(1).as_deref() {
        Some("instructions") => instructions(kinds, number("--count", 1000)?),
        Some("throughput") => throughput(kinds, number("--seconds", 4)?, number("--rounds", 7)?),
        _ => Err("usage: requests instructions | throughput".into()),
    }
}

fn instructions<'k>(kinds: impl Iterator<Item = &'k Kind>, count: u64) -> Result<()> {
    println!("| request | by hand | microcore | ratio | goal |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for kind in kinds {
        let [twin, micro] = ["twin", "micro"].map(|name| per_request(name, kind, count));
        let (twin, micro) = (twin?, micro?);
        let ratio = micro / twin;
        let Kind { name, goal, .. } = kind;
        println!("| {name} | {twin:.0} | {micro:.0} | {ratio:.3} | ≤ {goal:.2} |");
    }
    Ok(())
}

/// Instructions a request: what a run of three times as many takes more, so that
/// start and stop are left out.
fn per_request(server: &str, kind: &Kind, count: u64) -> Result<f64> {
    let fewer = executed(server, kind, count)?;
    let more = executed(server, kind, 3 * count)?;
    Ok((more.saturating_sub(fewer)) as f64 / (2 * count) as f64)
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

fn throughput<'k>(kinds: impl Iterator<Item = &'k Kind>, seconds: u64, rounds: u64) -> Result<()> {
    println!(
        "| request | by hand, requests/s | microcore / by hand | p99 by hand | microcore / by hand |"
    );
    println!("| --- | ---: | ---: | ---: | ---: |");
    for kind in kinds {
        let servers =
            [Server::start("twin", kind.routes, None)?, Server::start("micro", kind.routes, None)?];
        let mut script = tempfile::NamedTempFile::new()?;
        script.write_all(kind.wrk_script().as_bytes())?;
        let mut loads: [Vec<Load>; 2] = Default::default();
        for _ in 0..rounds {
            for (server, loads) in servers.iter().zip(&mut loads) {
                loads.push(load(server, script.path(), seconds)?);
            }
        }
        let [twin, micro] = loads.map(|loads| Load {
            per_second: median(loads.iter().map(|load| load.per_second).collect()),
            p99_ms: median(loads.iter().map(|load| load.p99_ms).collect()),
        });
        println!(
            "| {} | {:.0} | {:.2} | {:.2} ms | {:.2} |",
            kind.name,
            twin.per_second,
            micro.per_second / twin.per_second,
            twin.p99_ms,
            micro.p99_ms / twin.p99_ms,
        );
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Load {
    per_second: f64,
    p99_ms: f64,
}

fn load(server: &Server, script: &Path, seconds: u64) -> Result<Load> {
    let output = Command::new("wrk")
        .args(["-t1", "-c64", "--latency", "-s"])
        .arg(script)
        .arg(format!("-d{seconds}s"))
        .arg(format!("http://{}", server.address))
        .output()
        .map_err(|error| format!("wrk: {error} (Debian has it as the package `wrk`)"))?;
    let text = String::from_utf8(output.stdout)?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
        line.map(str::trim).ok_or_else(|| format!("wrk says no `{name}`:\n{text}"))
    };
    Ok(Load { per_second: field("Requests/sec:")?.parse()?, p99_ms: milliseconds(field("99%")?)? })
}

fn milliseconds(text: &str) -> Result<f64> {
    let units = [("us", 1e-3), ("ms", 1.0), ("s", 1e3)];
    let (number, factor) = units
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))
        .ok_or_else(|| format!("`{text}` is no time"))?;
    Ok(number.parse::<f64>()? * factor)
}
