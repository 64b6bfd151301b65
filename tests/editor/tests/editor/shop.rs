//! The shop: code inside of features.

use microcore_editor_tests::Place;

use crate::session::{SHOP, locked};

const CREATE_USER: &str = "shop/src/domains/users/create_user.rs";
const PLACE_ORDER: &str = "shop/src/domains/orders/place_order.rs";
const WELCOME: &str = "shop/src/domains/notifications/welcome.rs";

fn has(offered: &[String], all: &[&str]) {
    for one in all {
        assert!(offered.iter().any(|label| label == one), "no {one} in {offered:?}");
    }
}

#[test]
fn the_methods_of_an_argument_are_offered_in_a_half_typed_body() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    for typed in ["db.$0", "let rows = db.$0", "let rows = db.fe$0\n"] {
        let from = "let mut tx = db.begin()";
        let offered = file.edit(from, &format!("{typed}\n        {from}")).completions();
        has(&offered, &["begin", "execute", "fetch_all", "fetch_one", "fetch_scalar"]);
    }
}

#[test]
fn the_types_of_arguments_are_offered() {
    let Some(mut session) = locked(&SHOP) else { return };
    let offered = session.document(CREATE_USER).edit("db: Db", "db: D$0").completions();
    has(&offered, &["Db", "Json", "CreateUser"]);
}

#[test]
fn the_attributes_are_offered() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let offered = file.edit("#[response]", "#[re$0]").completions();
    has(&offered, &["request", "response", "route", "on_event"]);
}

#[test]
fn a_hover_over_an_argument_shows_its_type_and_no_generated_code() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let hover = file.at("clock: Cl$0ock").hover();
    assert!(hover.starts_with("microcore::tools::clock\n\npub struct Clock"), "{hover}");
    assert!(hover.contains("A handler that asks for it can be tested"), "{hover}");
    for generated in ["Argument<C>", "ArgMeta", "mount: &Mount", "Bind a value"] {
        assert!(!hover.contains(generated), "{generated} is in:\n{hover}");
    }
    let hover = file.at("fetch_sc$0alar").hover();
    assert!(hover.contains("pub async fn fetch_scalar"), "{hover}");
}

#[test]
fn definitions_are_found_in_the_plugin_and_in_microcore() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(PLACE_ORDER);
    let helper = "fn price(items: Vec<Item>, prices: Vec<Price>) -> Result<Vec<Line>> {";
    let place = |line: &str| Place { file: PLACE_ORDER.to_owned(), line: line.to_owned() };
    assert_eq!(file.at("pri$0ce(items, prices)").definitions(), [place(helper)]);
    assert_eq!(file.at("Ask<AskPr$0ices>").definitions(), [place("struct AskPrices {")]);
    let found = file.at("db.beg$0in()").definitions();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].line.starts_with("pub async fn begin"), "{found:?}");
}

#[test]
fn a_function_that_an_attribute_names_is_found() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document("shop/src/domains/users/list_users.rs");
    let found = file.at("\"default_$0limit\"").definitions();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].line, "fn default_limit() -> u32 {");
}

#[test]
fn a_mistake_in_an_attribute_is_shown_while_it_is_typed() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(CREATE_USER);
    let mistakes = file.edit("status = 201", "statsu$0 = 201").mistakes();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert_eq!(mistakes[0].at, "statsu");
    assert!(mistakes[0].message.starts_with("MC013: `statsu` is not a key"), "{mistakes:?}");
}

#[test]
fn a_mistake_between_plugins_is_shown_where_it_is_made_once_the_file_is_saved() {
    let Some(mut session) = locked(&SHOP) else { return };
    let mut file = session.document(WELCOME);
    let found = file.edit("\"user.created\"", "\"user.craeted\"$0").checked("MC005");
    assert_eq!(found.at, "\"user.craeted\"", "{found:?}");
    assert!(found.message.contains("did you mean `user.created`"), "{found:?}");
}

#[test]
fn the_shop_has_no_diagnostics() {
    let Some(mut session) = locked(&SHOP) else { return };
    let files = session.files("shop/src");
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        assert_eq!(session.document(&file).mistakes(), [], "{file}");
    }
}
