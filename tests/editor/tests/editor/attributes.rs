//! Inside of attributes: keys, rules, and the names of events and questions.

use microcore_editor_tests::{Document, Session};

use crate::session::{SHOP, locked};

const CREATE_USER: &str = "shop/src/domains/users/create_user.rs";
const PLACE_ORDER: &str = "shop/src/domains/orders/place_order.rs";
const WELCOME: &str = "shop/src/domains/notifications/welcome.rs";

/// What is offered, in the order of the alphabet.
fn offered(document: &mut Document<'_>, from: &str, to: &str) -> Vec<String> {
    let mut all = document.edit(from, to).completions();
    all.sort();
    all
}

#[test]
fn the_keys_of_a_route_are_offered_and_nothing_else() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let keys = ["body_limit", "roles", "status", "timeout"];
    for typed in ["status = 201, $0)", "$0)", "st$0)", "$0, status = 201)", "sta$0tus = 201)"] {
        assert_eq!(offered(&mut file, "status = 201)", typed), keys, "{typed}");
    }
    let methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
    for typed in ["$0)", "P$0)", "$0, \"/users\")", "P$0, \"/users\")"] {
        assert_eq!(
            offered(&mut file, "POST, \"/users\", status = 201)", typed),
            methods,
            "{typed}"
        );
    }
}

#[test]
fn an_attribute_that_is_not_closed_is_completed() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let typed = "#[route(GET, \"/x\", $0\n    async fn x() {}\n\n    /// Create a user.";
    let keys = ["body_limit", "roles", "status", "timeout"];
    assert_eq!(offered(&mut file, "/// Create a user.", typed), keys);
}

#[test]
fn the_rules_of_a_field_and_their_arguments_are_offered() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let rules = offered(&mut file, "#[validate(email)]", "#[validate($0)]");
    for rule in ["email", "length", "nested", "range", "regex"] {
        assert!(rules.iter().any(|one| one == rule), "no {rule} in {rules:?}");
    }
    let from = "length(min = 1, max = 100)";
    let arguments = ["equal", "max", "message", "min"];
    for typed in ["length($0)", "length(min = 1, $0)", "length(min = 1, m$0)"] {
        assert_eq!(offered(&mut file, from, typed), arguments, "{typed}");
    }
}

/// The keys of an attribute, from the macro's own error for an unknown key.
fn known(session: &mut Session, attribute: &str, before: &str) -> Vec<String> {
    let written =
        format!("#[{attribute}({before}qqqqqqq$0)]\n    fn unknown() {{}}\n\n    #[view]");
    let mut file = session.document(WELCOME);
    let mistakes = file.edit("#[view]", &written).mistakes();
    let message = mistakes.iter().find(|one| one.at == "qqqqqqq").map(|one| one.message.clone());
    let message = message.unwrap_or_else(|| panic!("{attribute}: {mistakes:?}"));
    let mut words: Vec<String> = message.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    words.retain(|word| word != "qqqqqqq" && !word.starts_with("#["));
    words.sort();
    words
}

#[test]
fn the_completions_are_the_keys_of_the_macro() {
    let Some(mut session) = locked(&SHOP) else { return };
    for (attribute, before) in [
        ("route", ""),
        ("route", "GET, \"/x\", "),
        ("websocket", "\"/x\", "),
        ("on_event", "\"a.b\", "),
        ("on_start", ""),
        ("on_stop", ""),
        ("entry", ""),
    ] {
        let known = known(&mut session, attribute, before);
        assert!(!known.is_empty(), "{attribute}({before})");
        let written = format!("#[{attribute}({before}$0)]\n    fn unknown() {{}}\n\n    #[view]");
        let offered = offered(&mut session.document(WELCOME), "#[view]", &written);
        assert_eq!(offered, known, "{attribute}({before})");
    }
}

#[test]
fn the_other_attributes_offer_their_keys() {
    let Some(mut session) = locked(&SHOP) else { return };
    for (attribute, item, keys) in [
        ("schedule($0)", "fn x() {}", &["every", "timeout"][..]),
        ("ask(\"a.b\", $0)", "struct X {}", &["reply"]),
        ("config($0)", "struct X {}", &["prefix"]),
        ("allow_blocking($0)", "async fn x() {}", &["reason"]),
    ] {
        let written = format!("#[{attribute}]\n    {item}\n\n    #[view]");
        let offered = offered(&mut session.document(WELCOME), "#[view]", &written);
        assert_eq!(offered, keys, "{attribute}");
    }
    for (file, from, to, keys) in [
        (WELCOME, "plugin]", "plugin($0)]", &["domain"][..]),
        (
            "shop/src/domains/users/list_users.rs",
            "#[serde(default)]",
            "#[serde($0)]",
            &["default", "rename", "skip", "skip_serializing_if"],
        ),
        (
            "shop/src/main.rs",
            "tools: [tools::FileMailer]",
            "$0",
            &["crates", "domains", "plugins", "tools"],
        ),
    ] {
        assert_eq!(offered(&mut session.document(file), from, to), keys, "{file}");
    }
}

#[test]
fn hover_on_a_key_shows_its_documentation() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let hover = file.at("sta$0tus = 201").hover();
    assert!(hover.contains("The status of success, from 200 to 399"), "{hover}");
    let hover = file.at("leng$0th(min = 1").hover();
    assert!(hover.contains("Limits the number of characters or elements"), "{hover}");
}

#[test]
fn the_segments_of_an_events_name_are_completed_one_after_the_other() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(WELCOME);
    let from = "\"user.created\"";
    assert_eq!(offered(&mut file, from, "\"user.$0\""), ["created", "deleted"]);
    assert_eq!(
        offered(&mut file, from, "\"$0\""),
        ["order", "payment", "product", "stock", "user"]
    );
    // The editor would insert the whole word after its beginning.
    assert_eq!(offered(&mut file, from, "\"user.cr$0\""), [""; 0]);
}

#[test]
fn the_segments_of_a_questions_name_are_completed() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(PLACE_ORDER);
    assert_eq!(offered(&mut file, "\"catalog.prices\"", "\"catalog.$0\""), ["prices"]);
}

#[test]
fn go_to_definition_of_an_event_finds_its_publisher_and_hover_its_documentation() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(WELCOME);
    let found = file.at("\"user.cre$0ated\"").definitions();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].file, CREATE_USER);
    assert_eq!(found[0].line, "struct UserCreated {");
    let hover = file.hover();
    assert!(hover.contains("A user now exists."), "{hover}");
}

#[test]
fn an_event_that_is_declared_while_the_editor_runs_is_found() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut publisher = session.document(CREATE_USER);
    publisher.edit("\"user.created\"", "\"user.made$0\"");
    publisher.keep_open();
    let found = session.document(WELCOME).edit("\"user.created\"", "\"user.ma$0de\"").definitions();
    session.close(CREATE_USER);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].line, "struct UserCreated {");
}

#[test]
fn go_to_definition_of_a_question_finds_the_handler_that_answers() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(PLACE_ORDER);
    let found = file.at("\"catalog.pri$0ces\"").definitions();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].file, "shop/src/domains/catalog/prices.rs");
    assert!(found[0].line.starts_with("async fn "), "{found:?}");
}
