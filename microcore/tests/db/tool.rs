//! The lifecycle of the tool, driven like the kernel does.

use std::sync::Arc;

use microcore::Kind;
use microcore::config::Configuration;
use microcore::tool::{Blocking, Circuit, Proxy, Startup, ToolLifecycle, Toolbox};
use microcore::tools::db::{Db, TOOL};
use microcore_test_support::Postgres;

use super::{ADD, TABLE};

/// A tool as the kernel has it.
pub(crate) fn start(url: &str) -> (Arc<dyn ToolLifecycle>, Db, Arc<Proxy>) {
    let config =
        Configuration::empty().with("db", "url", url).with("db", "connect_timeout_ms", 2000);
    let names: Vec<_> = TOOL.methods.iter().map(|method| method.name).collect();
    let proxy = Arc::new(Proxy::new("Db", &names));
    let mut toolbox = Toolbox::new(Blocking::default());
    let tool = (TOOL.start)(&mut Startup {
        app: "shop",
        config: &config,
        migrations: &[TABLE],
        proxy: proxy.clone(),
        toolbox: &mut toolbox,
    });
    (tool.unwrap(), toolbox.get::<Db>().unwrap().clone(), proxy)
}

#[tokio::test]
async fn failures_inside_transactions_are_counted_as_failures() {
    let folder = tempfile::tempdir().unwrap();
    let (tool, db, proxy) = start(&format!("sqlite://{}/a.db", folder.path().display()));
    tool.connect().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.execute(ADD, ("a",)).await.unwrap();
    tx.execute(ADD, ("a",)).await.unwrap_err();
    tx.commit().await.unwrap_err();
    let counts = |name: &str| {
        let stats = proxy.methods().iter().find(|stats| stats.name == name).unwrap();
        (stats.calls(), stats.errors())
    };
    assert_eq!(counts("begin"), (1, 0));
    assert_eq!(counts("execute"), (2, 1));
    assert_eq!(counts("commit"), (1, 1));
    // A unique violation is not a failing database.
    assert_eq!(proxy.circuit(), Circuit::Closed);
    tool.health().await.unwrap();
    tool.close().await;
    assert_eq!(db.ping().await.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_url_that_cannot_be_used_is_a_setting_that_is_wrong() {
    let start = |url: &str| {
        let config = Configuration::empty().with("db", "url", url);
        let mut toolbox = Toolbox::new(Blocking::default());
        let started = (TOOL.start)(&mut Startup {
            app: "shop",
            config: &config,
            migrations: &[],
            proxy: Arc::new(Proxy::new("Db", &[])),
            toolbox: &mut toolbox,
        });
        let errors = started.err().unwrap_or_default();
        errors.iter().map(ToString::to_string).collect::<String>()
    };
    for url in ["mysql://shop:secret@host/shop", "postgres://shop:secret@host:no-port/shop"] {
        let problem = start(url);
        assert!(problem.contains("`db.url`") && problem.contains("MC018"), "{problem}");
        assert!(!problem.contains("secret"), "{problem}");
    }
}

#[tokio::test]
async fn a_wrong_database_is_not_a_database_that_is_down() {
    let Some(server) = Postgres::shared().await else { return };
    let url = format!("{}_nowhere", server.database().await);
    let (tool, ..) = start(&url);
    assert_eq!(tool.connect().await.unwrap_err().kind(), Kind::Internal);
}
