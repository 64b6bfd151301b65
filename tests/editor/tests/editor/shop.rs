//! The shop.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use microcore_editor_tests::{Place, Session, Workspace};

const CREATE_USER: &str = "shop/src/domains/users/create_user.rs";

/// One session for all tests of this file; `None` where it is skipped.
fn session() -> Option<MutexGuard<'static, Session>> {
    static SESSION: LazyLock<Option<Mutex<Session>>> = LazyLock::new(|| {
        let workspace = Workspace::new(env!("CARGO_TARGET_TMPDIR"), "shop");
        Session::open(&workspace.with_copies(&["examples/shop"])).map(Mutex::new)
    });
    SESSION.as_ref().map(|session| session.lock().unwrap_or_else(PoisonError::into_inner))
}

#[test]
fn the_methods_of_an_argument_are_completed() {
    let Some(mut session) = session() else { return };
    let mut file = session.document(CREATE_USER);
    let offered =
        file.edit("let mut tx = db.begin()", "db.$0\nlet mut tx = db.begin()").completions();
    for method in ["begin", "execute", "fetch_all", "fetch_one", "fetch_scalar"] {
        assert!(offered.iter().any(|one| one == method), "no {method} in {offered:?}");
    }
}

#[test]
fn the_type_of_an_argument_is_explained() {
    let Some(mut session) = session() else { return };
    let hover = session.document(CREATE_USER).at("clock: Cl$0ock").hover();
    assert!(hover.starts_with("microcore::tools::clock\n\npub struct Clock"), "{hover}");
    assert!(hover.contains("A handler that asks for it can be tested"), "{hover}");
}

#[test]
fn a_helper_of_a_plugin_is_found() {
    let Some(mut session) = session() else { return };
    let mut file = session.document("shop/src/domains/users/list_users.rs");
    println!("{:?}", file.at("$0").definitions());
}

#[test]
fn a_mistake_between_plugins_is_shown_where_it_is_made() {
    let Some(mut session) = session() else { return };
    let mut file = session.document("shop/src/domains/notifications/welcome.rs");
    file.edit("\"user.created\"", "\"user.craeted\"$0");
    let found = file.checked("MC005");
    assert_eq!(found.at, "\"user.craeted\"", "{found:?}");
    let _ = Place { file: String::new(), line: String::new() };
}
