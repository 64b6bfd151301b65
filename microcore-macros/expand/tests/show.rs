//! What is shown to people, to be read in review. Bless with `UPDATE_EXPECT=1`.

#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;

use expect_test::expect_file;
use microcore_expand::show::{Options, Shown, eject, file};

fn shown(source: &str) -> Shown {
    // Relative, so that the paths shown are the same on every machine.
    let (root, main) = (Path::new("tests/app"), Path::new("tests/app/src/main.rs"));
    let options = Options { root, file: Some(main), ..Options::default() };
    file(source, options).expect("something to expand")
}

#[test]
fn a_capability_and_its_tool() {
    let source = r#"//! Mail.

use microcore::Result;

/// Send mail.
#[microcore::tool]
pub trait Mailer {
    /// Queue one message; returns the provider's id.
    async fn send(&self, to: &str, body: &str) -> Result<String>;
}

/// Where the mails go.
#[microcore::config(prefix = "MAIL")]
struct MailSettings {
    /// The server.
    #[validate(length(min = 1))]
    server: String,
}

struct Smtp {
    server: String,
}

#[microcore::provides]
impl Mailer for Smtp {
    async fn connect(settings: MailSettings) -> Result<Self> {
        Ok(Self { server: settings.server })
    }

    async fn send(&self, to: &str, body: &str) -> Result<String> {
        // Not yet: one mail after the other.
        deliver(&self.server, to, body).await
    }

    async fn close(&self) -> Result<()> {
        Ok(())
    }
}
"#;
    let shown = shown(source);
    expect_file!["shown/tool.rs"].assert_eq(&shown.text);
    assert_eq!(shown.mistakes, []);
}

#[test]
fn an_application() {
    let source = r#"//! The only central file.

mod tools;

microcore::app! {
    domains: "src/domains",
    tools: [tools::Smtp],
}

fn main() -> std::process::ExitCode {
    app().main()
}
"#;
    let shown = shown(source);
    expect_file!["shown/app.rs"].assert_eq(&shown.text);
    assert_eq!(shown.mistakes, []);
}

#[test]
fn a_plugin_with_mistakes() {
    let source = r#"//! Register a user.

#[microcore::plugin]
mod create_user {
    use microcore::prelude::*;

    /// What comes in.
    #[request]
    struct CreateUser {
        // Never logged.
        #[validate(emial)]
        email: String,
    }

    /// Half-typed.
    #[route(POST, "/users")]
    async fn create(body: Json<CreateUser>, db: Db) -> Result<()> {
        let rows = db. // what was it called?
    }

    #[route(GTE, "/users")]
    async fn list() -> Result<()> {
        Ok(())
    }
}
"#;
    let shown = shown(source);
    expect_file!["shown/mistakes.rs"].assert_eq(&shown.text);
    let told: Vec<String> = shown.mistakes.iter().map(|mistake| mistake.in_file("x.rs")).collect();
    assert_eq!(
        told,
        [
            "MC013: `emial` is not a rule\nhelp: did you mean `email`?\n  --> x.rs:11:20",
            "MC013: `GTE` is not a method\nhelp: did you mean `GET`?\n  --> x.rs:21:13",
        ]
    );
}

#[test]
fn each_part_can_be_asked_for_alone() {
    let source = "#[tool] trait A { fn a(&self) -> Result<()>; } \
                  #[provides] impl A for crate::B { fn a(&self) -> Result<()> { Ok(()) } } \
                  #[config(prefix = \"C\")] struct C {} app! {} #[plugin] mod d {}";
    let only = |only: &str| {
        let options = Options { only: Some(only), ..Options::default() };
        file(source, options).map(|shown| shown.text).map_err(|error| error.to_string())
    };
    let first = |text: &str| text.lines().find(|line| !line.contains("//")).map(str::to_owned);
    let begins = |item| only(item).map(|text| first(&text).expect("a line"));
    let has = |item: &str, what: &str| assert!(only(item).expect("it is there").contains(what));
    assert_eq!(begins("provides:B"), Ok("impl A for crate::B {".to_owned()));
    has("tool:A", "pub fn a(&self) -> Result<()> {");
    has("config:C", "impl ::microcore::config::Section for C");
    has("app", "pub fn app() -> ::microcore::App");
    has("plugin", "__MICROCORE");
    let unknown = only("tool:X").expect_err("it is not there");
    assert!(unknown.ends_with("it has: tool:A, provides:B, config:C, app, plugin"), "{unknown}");
}

#[test]
fn an_ejected_item_of_a_plugin_names_only_std_and_serde_of_what_is_hidden() {
    let source = include_str!("../../../tests/renamed-crate/src/lib.rs");
    let options = |only| Options { only: Some(only), ..Options::default() };
    let unknown = file(source, options("?")).expect_err("it is not there").to_string();
    let (_, items) = unknown.split_once("it has: ").expect("the items");
    let mut hidden = BTreeSet::new();
    for item in items.split(", ") {
        let (attribute, _) = item.split_once(':').unwrap_or((item, ""));
        if matches!(attribute, "app" | "plugin" | "provides" | "tool") {
            continue;
        }
        let ejected = eject(source, options(item)).expect(item);
        let paths = ejected.split("::__private::").skip(1);
        let names = paths.filter_map(|path| path.split(|c: char| !c.is_alphanumeric()).next());
        hidden.extend(names.map(str::to_owned));
    }
    let std = ["Arc", "Box", "Clone", "None", "Ok", "Result", "Some", "derive", "drop", "identity"];
    assert_eq!(Vec::from_iter(hidden), [&std[..], &["serde"]].concat());
}
