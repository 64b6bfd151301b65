//! The program's own commands.

use microcore::app::App;
use microcore::config::Configuration;
use microcore::meta::{AppMeta, PluginMeta};
use serde_json::{Value, json};

use crate::shop::{CREATE_USER, SHOP, WELCOME};
use crate::support::{LOCATION, META, config};

fn shop() -> App {
    App::new(&SHOP).plugins([&CREATE_USER, &WELCOME]).config(config())
}

/// Exit code, stdout and stderr.
fn run(app: App, args: &[&str]) -> (u8, String, String) {
    let args = std::iter::once("shop").chain(args.iter().copied()).map(Into::into);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = app.command(args.collect::<Vec<_>>(), &mut out, &mut err);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn json(app: App, args: &[&str]) -> Value {
    let (code, out, err) = run(app, args);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn check_finds_nothing_in_a_sound_application_and_reaches_no_backend() {
    // There is no server to connect to.
    let config = config().with("db", "url", "postgres://unknown@127.0.0.1:1/none");
    let (code, out, err) = run(shop().config(config), &["check"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "shop: 2 plugins, 2 routes, 1 subscription, 0 jobs, 3 tools: no errors\n");
}

#[test]
fn check_exits_1_with_all_errors_for_people_and_for_machines() {
    static TWIN: PluginMeta = PluginMeta::new("twin", "shop::domains::x::y", "shop", LOCATION);
    let broken = || {
        let config = Configuration::empty().with("http", "bnid", "x").with("log", "level", "a=b=c");
        App::new(&META).plugins([&TWIN, &TWIN]).config(config)
    };
    let (code, out, _) = run(broken(), &["check"]);
    assert_eq!(code, 1);
    let twin = "error[MC014]: two plugins are named `x::twin`\n\
                \x20 --> src/domains/x/y.rs:7:1: declared here\n\
                \x20 ::: src/domains/x/y.rs:7:1: and declared here\n\
                \x20 = help: rename one of them\n\n";
    assert!(out.starts_with(twin), "{out}");
    let unknown = "error[MC018]: setting `http.bnid` is not known (the program)\n\
                   \x20 = help: did you mean `bind`?\n\n";
    assert!(out.contains(unknown), "{out}");
    assert!(out.ends_with("3 errors\n"), "{out}");

    let (code, out, _) = run(broken(), &["check", "--format", "json"]);
    let found = serde_json::from_str::<Value>(&out).unwrap()["diagnostics"].clone();
    assert_eq!((code, found.as_array().unwrap().len()), (1, 3), "{out}");
    assert_eq!(found[0]["code"], "MC014");
    let label =
        |text| json!({ "file": "src/domains/x/y.rs", "line": 7, "column": 1, "text": text });
    assert_eq!(found[0]["labels"], json!([label("declared here"), label("and declared here")]));
    assert_eq!(found[0]["help"], json!(["rename one of them"]));
    assert_eq!(found[1]["labels"], json!([]), "what the program sets is in no file");
}

#[test]
fn plugins_are_listed_with_their_events_and_tools() {
    let (code, out, _) = run(shop(), &["plugins"]);
    assert_eq!(code, 0);
    let head: Vec<_> = out.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["PLUGIN", "SERVES", "PUBLISHES", "READS", "USES"]);
    let (_, out, _) = run(shop(), &["plugins", "--format", "json"]);
    let plugins: Value = serde_json::from_str(&out).unwrap();
    let ids: Vec<_> = plugins.as_array().unwrap().iter().map(|own| &own["plugin"]).collect();
    assert_eq!(ids.len(), 2, "{out}");
    assert!(plugins[0]["file"].as_str().unwrap().ends_with(".rs"), "{out}");
}

#[test]
fn dead_letters_without_a_database_refer_to_the_running_application() {
    let (code, out, err) = run(App::new(&META).plugins([]), &["dead-letters"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("/system/dead-letters"), "{err}");
}

#[cfg(not(feature = "mcp"))]
#[test]
fn without_the_feature_mcp_the_command_says_how_to_get_it() {
    let (code, out, err) = run(App::new(&META).plugins([]), &["mcp"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("features = [\"mcp\"]"), "{err}");
}

#[test]
fn an_application_that_cannot_start_reports_all_errors_on_stderr() {
    let config = Configuration::empty().with("http", "workers", "x").with("events", "queue", "y");
    let (code, out, err) = run(App::new(&META).plugins([]).config(config), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("`http.workers`") && err.contains("`events.queue`"), "{err}");
    assert!(err.ends_with("the application does not start: 2 errors\n"), "{err}");
}

#[test]
fn routes_are_listed_with_what_they_take_and_return() {
    let (code, out, _) = run(shop(), &["routes"]);
    assert_eq!(code, 0);
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["METHOD", "PATH", "TAKES", "RETURNS", "ACCESS", "HANDLER"]);
    assert_eq!(
        lines[2],
        ["POST", "/users", "CreateUser", "CreatedUser", "public", "users::create_user::create"]
    );
    let routes = json(shop(), &["routes", "--format", "json"]);
    assert_eq!(routes[0]["path"], "/greeted/{email}");
    assert_eq!(routes[0]["returns"], "[Greeted]");
}

#[test]
fn events_are_listed_with_both_ends() {
    let events = json(shop(), &["events", "--format", "json"]);
    assert_eq!(events[0]["name"], "user.created");
    assert_eq!(events[0]["from"], "users::create_user");
    assert_eq!(events[0]["to"], serde_json::json!(["notifications::welcome::greet"]));
    assert_eq!(events[0]["carries"], serde_json::json!(["id", "email"]));
    assert!(run(shop(), &["events"]).1.contains("id, email"));
}

#[test]
fn tools_are_listed_with_their_signatures_and_users() {
    let tools = json(shop(), &["tools", "--format", "json"]);
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|tool| &tool["capability"]).collect();
    assert_eq!(names, ["Db", "Log", "State"]);
    assert_eq!(tools[2]["used by"], serde_json::json!(["notifications::welcome"]));
    let (_, out, _) = run(shop(), &["tools"]);
    assert!(out.contains("async fn increment(&self, key: &str, by: i64"), "{out}");
}

#[test]
fn the_openapi_document_has_every_route() {
    let document = json(shop(), &["openapi"]);
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["paths"]["/users"]["post"].is_object(), "{document}");
}

#[test]
fn migrations_run_once_and_their_state_and_tables_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let shop = || shop().config(config().with("db", "url", url.clone()));
    let (_, out, _) = run(shop(), &["migrate", "--status"]);
    assert!(
        out.lines()
            .any(|line| line.starts_with("users/001_create_users") && line.contains("pending")),
        "{out}"
    );
    let (code, out, _) = run(shop(), &["migrate"]);
    assert!(code == 0 && out.contains("applied users/001_create_users\n"), "{out}");
    assert_eq!(run(shop(), &["migrate"]).1, "nothing is pending\n");
    assert!(run(shop(), &["migrate", "--status"]).1.contains(" applied"));

    let (_, out, _) = run(shop(), &["schema"]);
    assert!(out.contains("users  email"), "{out}");
    let tables = json(shop(), &["schema", "--format", "json"]);
    assert!(tables.as_array().unwrap().iter().any(|table| table["name"] == "users"), "{tables}");
}

#[test]
fn a_command_that_needs_a_database_says_so_where_there_is_none() {
    let (code, _, err) = run(App::new(&META).plugins([]).config(config()), &["schema"]);
    assert_eq!(code, 1);
    assert!(err.contains("no plugin asks for Db"), "{err}");
}

#[test]
fn an_invalid_command_line_exits_2_and_help_has_examples() {
    let (code, out, err) = run(shop(), &["rotues"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("routes"), "{err}");
    assert_eq!(run(shop(), &["routes", "--format", "xml"]).0, 2);
    let (code, out, _) = run(shop(), &["--help"]);
    assert_eq!(code, 0);
    for verb in
        ["serve", "check", "routes", "events", "tools", "openapi", "migrate", "schema", "explain"]
    {
        assert!(out.contains(&format!("\n  {verb} ")), "no {verb} in {out}");
    }
    assert!(out.contains("MICROCORE_HTTP__BIND") && out.contains("Exit codes"), "{out}");
    assert_eq!(run(shop(), &["--version"]).1, "shop 0.1.0\n");
}

#[test]
fn a_closed_stdout_is_not_a_panic() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    }
    let mut err = Vec::new();
    let code = shop().command(["shop".into(), "routes".into()], &mut Closed, &mut err);
    assert_eq!((code, err.len()), (0, 0));
}

#[test]
fn the_configuration_is_found_beside_the_package() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("microcore.toml"), "[http]\nbnid = 1\n").unwrap();
    let meta: &'static AppMeta = Box::leak(Box::new(
        AppMeta::new("beside", "0.1.0")
            .root(Box::leak(folder.path().display().to_string().into_boxed_str())),
    ));
    let (code, out, _) = run(App::new(meta).plugins([]), &["check"]);
    assert_eq!(code, 1, "{out}");
    let place =
        "(microcore.toml)\n  --> microcore.toml:2:1: set here\n  = help: did you mean `bind`?";
    assert!(out.contains(place), "{out}");
}

#[test]
fn a_code_is_explained_and_an_unknown_one_exits_1() {
    let (code, out, _) = run(shop(), &["explain", "mc003"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("# MC003"), "{out}");
    assert!(out.contains("/users/{id}"), "{out}");

    let (code, out, _) = run(shop(), &["explain"]);
    assert_eq!(code, 0);
    for known in microcore::Code::ALL {
        assert!(out.contains(known.as_str()) && out.contains(known.title()), "{out}");
    }

    let (code, _, err) = run(shop(), &["explain", "MC999"]);
    assert_eq!(code, 1);
    assert!(err.contains("there is no code `MC999`"), "{err}");
}

#[test]
fn every_command_teaches_with_examples_that_name_it() {
    let (_, help, _) = run(shop(), &["--help"]);
    let (_, listed) = help.split_once("Commands:\n").expect("commands");
    let verbs = listed.lines().take_while(|line| !line.is_empty());
    let verbs: Vec<_> = verbs.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(verbs.len() >= 15, "{verbs:?}");
    for verb in verbs {
        let (code, help, _) = run(shop(), &[verb, "--help"]);
        assert_eq!(code, 0);
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{help}"));
        let example = format!("shop {verb}");
        assert!(examples.lines().any(|line| line.contains(&example)), "{help}");
        assert!(!help.contains('{') || help.contains("{id}"), "{help}");
    }
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, err) = run(shop(), &["completions", shell]);
        assert_eq!(code, 0, "{err}");
        for verb in ["serve", "graph", "impact", "completions"] {
            assert!(script.contains(verb), "{shell} does not know {verb}");
        }
    }
    let (code, _, err) = run(shop(), &["completions", "tcsh"]);
    assert_eq!(code, 2);
    assert!(err.contains("bash"), "{err}");
}
