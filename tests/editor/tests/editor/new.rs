//! An application as `cargo microcore new` makes it.

use std::sync::{LazyLock, Mutex};

use microcore_editor_tests::{Session, Workspace};

use crate::session::{Shared, locked};

static APP: Shared = LazyLock::new(|| {
    let workspace = || Workspace::new(env!("CARGO_TARGET_TMPDIR"), "new").with_new("my-app");
    Session::open(workspace).map(Mutex::new)
});

const HELLO: &str = "my-app/src/domains/greetings/say_hello.rs";

const FEATURE: &str = "\
#[microcore::plugin]
mod count {
    use microcore::prelude::*;

    #[view]
    struct Greeted {
        name: String,
    }

    #[on_event(\"person.greeted\")]
    fn count(who: Greeted, log: Log) {
        log.info(&who.name);
    }
}
";

#[test]
fn its_feature_has_completion_hover_and_go_to_definition() {
    let Some(mut session) = locked(&APP) else { return };
    let mut file = session.document(HELLO);
    assert_eq!(file.mistakes(), []);
    let hover = file.at("Pa$0th<String>").hover();
    assert!(hover.contains("pub struct Path<T>"), "{hover}");
    let found = file.at("Result<Gree$0ting>").definitions();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].line, "struct Greeting {");
    let offered = file.edit("Ok(Greeting {", "name.$0\n        Ok(Greeting {").completions();
    assert!(offered.iter().any(|one| one == "into_inner"), "{offered:?}");
}

#[test]
fn a_mistake_is_shown_while_it_is_typed() {
    let Some(mut session) = locked(&APP) else { return };
    let mut file = session.document(HELLO);
    let mistakes = file.edit("/hello/{name}", "/hello/{nam}$0").mistakes();
    assert!(!mistakes.is_empty());
    assert!(mistakes.iter().all(|one| one.message.starts_with("MC004")), "{mistakes:?}");
}

#[test]
fn a_feature_that_is_added_is_known_once_something_changes_in_the_call_of_app() {
    let Some(mut session) = locked(&APP) else { return };
    let added = "my-app/src/domains/greetings/count.rs";
    session.add(added, FEATURE);
    let mut main = session.document("my-app/src/main.rs");
    main.edit("tools: []", "// $0\n    tools: []");
    main.keep_open();
    let mut file = session.document(added);
    let offered = file.edit("log.info", "log.$0info").completions();
    assert!(offered.iter().any(|one| one == "info"), "{offered:?}");
    let found = file.at("$0\"person.greeted\"").checked("MC005");
    assert_eq!(found.at, "\"person.greeted\"", "{found:?}");
}
