//! A server in a process of its own.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;

/// How the servers are called: an address, and the number of further routes.
#[derive(Debug)]
pub struct Arguments {
    /// Where to listen.
    pub address: SocketAddr,
    /// How many further routes to serve.
    pub routes: usize,
}

impl Arguments {
    /// Those of this process.
    pub fn read() -> Result<Self> {
        let mut arguments = std::env::args().skip(1);
        let address = arguments.next().ok_or("usage: <address> <further routes>")?.parse()?;
        let routes = arguments.next().map_or(Ok(0), |count| count.parse())?;
        Ok(Self { address, routes })
    }
}

/// A running server. Dropped, it is killed.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    child: Child,
}

impl Server {
    /// Starts the program of that name beside this one, under valgrind where
    /// `profile` names a file to write the counts to.
    pub fn start(name: &str, routes: usize, profile: Option<&Path>) -> Result<Self> {
        let address = free_address()?;
        let program = beside(name)?;
        let mut command = match profile {
            Some(file) => {
                let mut command = Command::new("valgrind");
                // Valgrind counts `rep stosb` as an instruction for each byte it
                // writes; without it libc uses vectors, which count as they run.
                let plain = "glibc.cpu.x86_rep_stosb_threshold=1000000000:\
                             glibc.cpu.x86_rep_movsb_threshold=1000000000";
                command.env("GLIBC_TUNABLES", plain);
                command.arg("--tool=callgrind").arg("--quiet");
                command.arg(format!("--callgrind-out-file={}", file.display()));
                command.arg(program);
                command
            }
            None => Command::new(program),
        };
        command.arg(address.to_string()).arg(routes.to_string());
        let child = command.stdin(Stdio::null()).spawn()?;
        let mut server = Self { address, child };
        server.wait_until_it_listens()?;
        Ok(server)
    }

    fn wait_until_it_listens(&mut self) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the server ended with {status}").into());
            }
            if Instant::now() > deadline {
                return Err("the server does not listen after a minute".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status()?;
        let ended = self.child.wait()?;
        match asked.success() && ended.success() {
            true => Ok(()),
            false => Err(format!("the server ended with {ended}").into()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` there is nothing left to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

fn beside(name: &str) -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name(name);
    match program.is_file() {
        true => Ok(program),
        false => {
            Err(format!("there is no {}: build all of microcore-bench", program.display()).into())
        }
    }
}
