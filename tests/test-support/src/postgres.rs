//! PostgreSQL.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use crate::process::{Account, Server};

/// A PostgreSQL server for tests.
#[derive(Debug)]
pub struct Postgres {
    url: String,
    own: Option<Own>,
}

/// A server that was started here.
struct Own {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
    account: Account,
    server: Mutex<Option<Server>>,
}

impl std::fmt::Debug for Own {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Own").finish_non_exhaustive()
    }
}

const HOW: &str = "set MICROCORE_TEST_POSTGRES_URL, run a server at 127.0.0.1:5432 with the user \
                   and password `postgres`, or install it (Debian: apt install postgresql)";

impl Postgres {
    /// One server for all tests of this process: the one at
    /// `MICROCORE_TEST_POSTGRES_URL`, at the default port, or one that is started. If
    /// there is none, it reports that and returns `None`.
    ///
    /// # Panics
    /// If backends are required and there is none.
    pub async fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
        static FINDING: Mutex<()> = Mutex::new(());
        let given = std::env::var("MICROCORE_TEST_POSTGRES_URL").ok();
        let default_url = "postgres://postgres:postgres@127.0.0.1:5432/postgres".to_owned();
        let mut found = None;
        if SHARED.get().is_none() {
            for url in given.into_iter().chain([default_url]) {
                if found.is_none() && answers(&url).await {
                    found = Some(Self { url, own: None });
                }
            }
        }
        let _one_at_a_time = FINDING.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = SHARED.get_or_init(|| found.or_else(Self::start)).as_ref();
        if shared.is_none() {
            crate::skip("PostgreSQL", HOW);
        }
        shared
    }

    /// A separate server, for tests that stop it. If its binaries are missing, it reports
    /// that and returns `None`.
    ///
    /// # Panics
    /// If backends are required and the binaries are missing.
    pub fn own() -> Option<Self> {
        let started = Self::start();
        if started.is_none() {
            crate::skip(
                "PostgreSQL to start and stop",
                "install it (Debian: apt install postgresql)",
            );
        }
        started
    }

    fn start() -> Option<Self> {
        let binaries = binaries()?;
        match Own::make(binaries) {
            Ok(own) => {
                let url = format!("postgres://postgres@127.0.0.1:{}/postgres", own.port);
                Some(Self { url, own: Some(own) })
            }
            Err(error) => panic!("PostgreSQL is installed and does not start: {error}"),
        }
    }

    /// The URL of a new, empty database.
    ///
    /// # Panics
    /// If the server cannot make one.
    pub async fn database(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("microcore_{}_{number}", std::process::id());
        let made = async {
            let mut connection = PgConnectOptions::from_str(&self.url)?.connect().await?;
            for sql in
                [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")]
            {
                connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
            }
            connection.close().await
        };
        if let Err(error) = made.await {
            panic!("no database could be made: {error}");
        }
        let (server, _) = self.url.rsplit_once('/').unwrap_or((&self.url, ""));
        format!("{server}/{name}")
    }

    /// Stops a server that was started here; its data is kept.
    ///
    /// # Panics
    /// If it was not started here.
    pub fn stop(&self) {
        let own = self.owned();
        let server = own.server.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = server.map(|server| server.stop("INT")) {
            panic!("PostgreSQL does not stop: {error}");
        }
    }

    /// Starts it again, at the same URL.
    ///
    /// # Panics
    /// If it was not started here, or does not start.
    pub fn start_again(&self) {
        if let Err(error) = self.owned().run() {
            panic!("PostgreSQL does not start again: {error}");
        }
    }

    fn owned(&self) -> &Own {
        match &self.own {
            Some(own) => own,
            None => {
                panic!("only a server that was started here can be stopped: others may be in use")
            }
        }
    }
}

impl Own {
    fn make(binaries: PathBuf) -> io::Result<Self> {
        let account = Account::of("postgres")?;
        let folder = tempfile::Builder::new().prefix("microcore-postgres-").tempdir()?;
        account.own(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = Command::new(binaries.join("initdb"));
        initdb.args(["--auth=trust", "--username=postgres", "--no-sync", "--locale=C"]);
        initdb.args(["--encoding=UTF8", "--no-instructions", "-D"]).arg(&data);
        initdb.current_dir(folder.path());
        account.apply(&mut initdb);
        let made = initdb.output()?;
        if !made.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // From here on the watch process removes the folder.
        let folder = folder.keep();
        let own = Self { binaries, folder, port, account, server: Mutex::default() };
        own.run()?;
        Ok(own)
    }

    fn run(&self) -> io::Result<()> {
        let mut command: Vec<String> = vec![
            self.binaries.join("postgres").display().to_string(),
            "-D".to_owned(),
            self.folder.join("data").display().to_string(),
            "-p".to_owned(),
            self.port.to_string(),
            "-k".to_owned(),
            self.folder.display().to_string(),
        ];
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=60"] {
            command.extend(["-c".to_owned(), setting.to_owned()]);
        }
        let server = Server::start(&self.folder, self.account, &mut command)?;
        self.wait()?;
        *self.server.lock().unwrap_or_else(PoisonError::into_inner) = Some(server);
        Ok(())
    }

    fn wait(&self) -> io::Result<()> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            let ready = Command::new(self.binaries.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()?;
            if ready.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        Err(io::Error::other(format!("not ready after 30 s: {log}")))
    }
}

async fn answers(url: &str) -> bool {
    let Ok(options) = PgConnectOptions::from_str(url) else { return false };
    let place = (options.get_host().to_owned(), options.get_port());
    // Avoids the timeout if nothing listens.
    if TcpStream::connect(place).is_err() {
        return false;
    }
    match options.connect().await {
        Ok(connection) => connection.close().await.is_ok(),
        Err(_) => false,
    }
}

/// The folder of PostgreSQL's programs, the newest version first.
fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders.extend(debian);
    folders.into_iter().find(|folder| {
        ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).is_file())
    })
}

fn version(folder: &Path) -> u32 {
    let version = folder.parent().and_then(Path::file_name);
    version.and_then(|name| name.to_str()?.parse().ok()).unwrap_or(0)
}
