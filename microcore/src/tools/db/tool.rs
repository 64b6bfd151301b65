//! The lifecycle of the tool: connect, health, close.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::config::DbConfig;
use super::driver::ENGINES;
use super::handle::Db;
use super::migrate::{self, Planned};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::Result;
use microcore_core::meta::{MethodMeta, SourceLocation, ToolMeta};
use microcore_core::tool::{Startup, ToolLifecycle};

/// `Db` as the kernel starts it.
pub const TOOL: ToolMeta = ToolMeta::new(
    "Db",
    ENGINES,
    SourceLocation { file: file!(), line: line!(), column: column!() },
    start,
)
.doc("SQL behind one contract, on the engine that `MICROCORE_DB__URL` chooses.")
.methods(METHODS);

const METHODS: &[MethodMeta] = &[
    method(
        "execute",
        "async fn execute(&self, sql: &str, args: impl Params) -> Result<u64>",
        "Runs a statement; returns how many rows it changed.",
    ),
    method(
        "fetch_one",
        "async fn fetch_one<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<T>",
        "The first row; `NotFound` if there is none.",
    ),
    method(
        "fetch_optional",
        "async fn fetch_optional<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<Option<T>>",
        "The first row, if there is one.",
    ),
    method(
        "fetch_all",
        "async fn fetch_all<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<Vec<T>>",
        "All rows.",
    ),
    method(
        "fetch_scalar",
        "async fn fetch_scalar<T: FromValue>(&self, sql: &str, args: impl Params) -> Result<T>",
        "The first column of the first row; `NotFound` if there is none.",
    ),
    method(
        "fetch",
        "fn fetch(&self, sql: &str, args: impl Params) -> RowStream",
        "The rows one by one.",
    ),
    method(
        "begin",
        "async fn begin(&self) -> Result<Tx>",
        "Begins a transaction with the same methods; dropped without `commit` it is rolled back.",
    ),
    method("commit", "async fn commit(self) -> Result<()>", "On `Tx`: commits it."),
    method("rollback", "async fn rollback(self) -> Result<()>", "On `Tx`: rolls it back."),
    method("ping", "async fn ping(&self) -> Result<()>", "Checks whether the database responds."),
];

const fn method(name: &'static str, signature: &'static str, doc: &'static str) -> MethodMeta {
    MethodMeta::new(name, signature).doc(doc)
}

struct DbTool {
    db: Db,
    migrations: Vec<Planned<'static>>,
}

fn start(startup: &mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let config = DbConfig::read(startup.config, startup.app)
        .map_err(|error| problems.extend(error.into_diagnostics()));
    let migrations =
        migrate::plan(startup.migrations).map_err(|error| problems.extend(error.diagnostics));
    let (Ok(config), Ok(migrations)) = (config, migrations) else { return Err(problems) };
    let db = Db::closed(config, startup.proxy.clone())?;
    migrate::check(&migrations, db.dialect())?;
    startup.toolbox.put(db.clone());
    Ok(Arc::new(DbTool { db, migrations }))
}

impl ToolLifecycle for DbTool {
    /// Kind `Unavailable` or `Timeout` when the database is down; any other kind
    /// (a broken migration, a wrong password) is not retried.
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        self.db.connect(&self.migrations).boxed()
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        self.db.inner.ping().boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.db.close().boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_methods_are_those_that_the_proxy_counts() {
        let described: Vec<_> = TOOL.methods.iter().map(|method| method.name).collect();
        assert_eq!(described, super::super::handle::METHODS);
    }
}
