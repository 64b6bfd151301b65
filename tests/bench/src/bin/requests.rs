//! Measures requests: `requests instructions [--count 1000]` counts what the
//! servers execute, `requests guard [--count 1000] [--bless]` compares the ratios with
//! `docs/benchmarks.lock.json`, `requests throughput [--seconds 4] [--rounds 7]` loads
//! the servers.
#![allow(clippy::print_stdout)]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use microcore_bench::Result;
use microcore_bench::arguments::number;
use microcore_bench::guard::{Comparison, Lock, Ratios};
use microcore_bench::instructions::per_request;
use microcore_bench::kind::{KINDS, Kind};
use microcore_bench::server::Server;
use microcore_bench::statistics::median;

fn main() -> Result<()> {
    let only = std::env::var("ONLY").unwrap_or_default();
    let kinds = KINDS.iter().filter(|kind| kind.name.contains(&only));
    match std::env::args().nth(1).as_deref() {
        Some("instructions") => instructions(kinds, number("--count", 1000)?),
        Some("guard") => {
            guard(number("--count", 1000)?, std::env::args().any(|argument| argument == "--bless"))
        }
        Some("throughput") => throughput(kinds, number("--seconds", 4)?, number("--rounds", 7)?),
        _ => Err("usage: requests instructions | guard | throughput".into()),
    }
}

fn instructions<'k>(kinds: impl Iterator<Item = &'k Kind>, count: u64) -> Result<()> {
    println!("| request | baseline | microcore | ratio | goal |");
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

/// Compares the ratios of the requests that every application has with the committed
/// ones, or writes them.
fn guard(count: u64, bless: bool) -> Result<()> {
    let mut measured = Ratios::new();
    for kind in KINDS.iter().filter(|kind| kind.routes == 0) {
        let ratio = per_request("micro", kind, count)? / per_request("twin", kind, count)?;
        measured.insert(kind.name.to_owned(), ratio);
    }
    let lock = Lock::read()?;
    let Comparison { table, exceeded } = lock.compare(&measured);
    print!("{table}");
    if bless {
        return lock.write(measured);
    }
    match exceeded.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "more instructions than docs/benchmarks.lock.json allows: {}; where this is \
             intended, write it with --bless",
            exceeded.join(", ")
        )
        .into()),
    }
}

fn throughput<'k>(kinds: impl Iterator<Item = &'k Kind>, seconds: u64, rounds: u64) -> Result<()> {
    println!("| request | baseline, requests/s | throughput | p99 baseline | p99 |");
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
