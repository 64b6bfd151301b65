//! A server process that never outlives the test that started it.

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Waits for the name of a signal on its input and then stops the server with it; at the
/// end of the input (the test process has exited), stops it immediately and removes its
/// folder.
const WATCH: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
read -r signal
kill -"${signal:-QUIT}" "$server"
wait "$server"
[ -n "$signal" ] || rm -rf "$folder"
"#;

/// A running server.
pub(crate) struct Server {
    watch: Child,
}

impl Server {
    pub(crate) fn start(
        folder: &Path,
        account: Account,
        command: &mut Vec<String>,
    ) -> io::Result<Self> {
        let mut watch = Command::new("/bin/sh");
        watch.args(["-c", WATCH, "watch"]).arg(folder).args(command.drain(..));
        watch.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // In its own process group, so that Ctrl-C at the terminal stops it in order.
        watch.process_group(0);
        account.apply(&mut watch);
        Ok(Self { watch: watch.spawn()? })
    }

    /// Ends the server by a signal (`INT`, `KILL`) and keeps its folder.
    pub(crate) fn stop(mut self, signal: &str) -> io::Result<()> {
        if let Some(mut input) = self.watch.stdin.take() {
            writeln!(input, "{signal}")?;
        }
        self.watch.wait().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.watch.stdin.take());
        // A failure to stop is of no use to a test.
        let _ = self.watch.wait();
    }
}

/// The account that a server runs as; some refuse to run as root.
#[derive(Clone, Copy)]
pub(crate) struct Account(Option<(u32, u32)>);

impl Account {
    /// The named account where this process is root, else its own.
    pub(crate) fn of(name: &str) -> io::Result<Self> {
        let root = std::fs::metadata("/proc/self").map(|own| {
            use std::os::unix::fs::MetadataExt;
            own.uid() == 0
        });
        if !root.unwrap_or(false) {
            return Ok(Self(None));
        }
        let accounts = std::fs::read_to_string("/etc/passwd")?;
        let find = |name: &str| {
            accounts.lines().find_map(|line| {
                let mut fields = line.split(':');
                let found = fields.next() == Some(name);
                let ids = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
                found.then_some(ids)
            })
        };
        Ok(Self(find(name).or_else(|| find("nobody"))))
    }

    pub(crate) fn apply(self, command: &mut Command) {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
    }

    pub(crate) fn own(self, folder: &Path) -> io::Result<()> {
        match self.0 {
            Some((user, group)) => std::os::unix::fs::chown(folder, Some(user), Some(group)),
            None => Ok(()),
        }
    }
}
