//! One journey through the whole shop, the same on each database.

use microcore_e2e::{Engine, Program, Run, database};

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
    let shop = Run::new(Program::Shop, folder.path()).with("MICROCORE_DB__URL", url).serve();
    assert_eq!(shop.client().get("/ping").is(200).json()["status"], "ok");
    assert_eq!(shop.stop().code, Some(0));
}
