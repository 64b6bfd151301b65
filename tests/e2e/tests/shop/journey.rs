//! One scenario through the whole shop, the same on each database.

use microcore_e2e::{Client, Engine, Process, Program, Run, database};
use serde_json::json;
use tempfile::TempDir;

use super::{access, catalog, orders, system, users};

/// A running shop and its folder.
pub(super) struct Shop {
    pub process: Process,
    pub folder: TempDir,
}

impl Shop {
    /// A client that is not signed in.
    pub(super) fn anyone(&self) -> Client {
        self.process.client()
    }

    /// A client that signed in with a token.
    pub(super) fn signed_in(&self, email: &str, password: &str) -> Client {
        let answer = self.anyone().post("/login", json!({ "email": email, "password": password }));
        let token = answer.is(200).json()["token"].as_str().unwrap().to_owned();
        self.anyone().with("authorization", format!("Bearer {token}"))
    }

    /// The administrator of the first run.
    pub(super) fn admin(&self) -> Client {
        self.signed_in("admin@example.com", "change me now")
    }

    /// All mails sent so far.
    pub(super) fn mails(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path().join("mails")).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    }
}

#[test]
fn the_whole_shop_works_on_sqlite() {
    journey(Engine::Sqlite);
}

#[test]
fn the_whole_shop_works_on_postgresql() {
    journey(Engine::Postgres);
}

fn journey(engine: Engine) {
    let Some(url) = database(engine) else { return };
    let folder = tempfile::tempdir().unwrap();
    let process = Run::new(Program::Shop, folder.path()).with("MICROCORE_DB__URL", url).serve();
    let shop = Shop { process, folder };

    let ann = users::register(&shop);
    users::reject_invalid_input(&shop);
    users::read_and_change(&shop, ann);
    access::sign_in_and_out(&shop);
    access::only_an_administrator_adds_products(&shop);
    catalog::list_and_look_up(&shop);
    catalog::show_an_image(&shop);
    orders::pay_and_reject(&shop, ann);
    system::describe(&shop);
    system::report(&shop);
    system::unknown_paths_and_methods(&shop);
    users::delete(&shop, ann);

    let log = shop.process.log();
    assert!(log.contains(&format!("engine={engine} url")), "it ran on another engine: {log}");
    let ended = shop.process.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    let failures = |line: &&str| line.contains(" ERROR ") || line.contains("panicked");
    let failures: Vec<_> = ended.log.lines().filter(failures).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
