//! The diagnostics of `check` and `serve`: codes, locations, and all errors at once.

use std::io::Write as _;

use microcore::app::App;
use microcore::call::JobFn;
use microcore::config::Configuration;
use microcore::meta::{
    AppMeta, Arg, ArgMeta, ConfigMeta, ErasedHandler, Migration, MountError, PluginMeta, RouteMeta,
    ScheduleMeta, SourceLocation, SubscriptionMeta, Trigger,
};
use microcore::schema::Shape;
use serde_json::{Value, json};

use crate::boot::{plugin, route};
use crate::support::{LOCATION, META, config, handler, leak};

/// The output of the program without its last line, which counts.
fn printed(app: App, verb: &[&str]) -> String {
    let args = ["shop"].iter().chain(verb).map(|arg| (*arg).into()).collect::<Vec<_>>();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = app.command(args, &mut out, &mut err);
    let text = String::from_utf8([out, err].concat()).expect("text");
    assert_eq!(code, 1, "{verb:?}: {text}");
    let (diagnostics, _) = text.trim_end().rsplit_once('\n').expect("a last line");
    diagnostics.to_owned()
}

/// What `check` and `serve` say alike, one entry for each mistake, and as JSON.
fn reported(app: impl Fn() -> App) -> (Vec<String>, Value) {
    let checked = printed(app(), &["check"]);
    assert_eq!(checked, printed(app(), &["serve"]), "`check` and `serve` differ");
    let found = checked.split("\n\n").map(|own| own.trim().to_owned()).collect();
    let json = app();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["shop", "check", "--format", "json"].map(Into::into);
    json.command(args, &mut out, &mut err);
    let json: Value = serde_json::from_slice(&out).expect("JSON");
    (found, json["diagnostics"].clone())
}

const fn at(line: u32) -> SourceLocation {
    SourceLocation { line, ..LOCATION }
}

fn with(plugins: &[&'static PluginMeta]) -> App {
    App::new(&META).plugins(plugins.iter().copied()).config(quiet())
}

/// The logs of what is refused are those of other tests.
fn quiet() -> Configuration {
    config().with("log", "level", "off")
}

#[test]
fn a_route_that_two_plugins_have_is_reported_once_for_each_of_them() {
    const ONE: &[RouteMeta] = &[route("/users/{id}", &[]).path_location(at(1))];
    const TWO: &[RouteMeta] = &[route("/users/{name}", &[]).path_location(at(2))];
    static FIRST: PluginMeta =
        PluginMeta::new("one", "shop::domains::x::one", "shop", LOCATION).routes(ONE);
    static SECOND: PluginMeta =
        PluginMeta::new("two", "shop::domains::x::two", "shop", LOCATION).routes(TWO);
    let (found, json) = reported(|| with(&[&FIRST, &SECOND]));
    assert_eq!(found.len(), 2, "{found:#?}");
    for (line, index) in [(1, 0), (2, 1)] {
        assert!(found[index].starts_with("error[MC003]: "), "{found:#?}");
        assert_eq!(json[index]["code"], "MC003");
        assert_eq!(json[index]["labels"][0]["line"], line);
    }
}

#[test]
fn a_route_at_a_path_of_the_framework_is_reported_at_the_route_with_the_setting() {
    const DOCS: &[RouteMeta] = &[route("/docs", &[]).path_location(at(4))];
    let plugins = leak([plugin("docs", DOCS)]);
    let (found, json) = reported(|| with(plugins));
    assert_eq!(
        found,
        [
            "error[MC003]: `GET /docs` of `x::docs` cannot be served: the framework serves this path\n  \
          --> src/domains/x/y.rs:4:1: this route\n  \
          = help: give it another path\n  \
          = help: or set `http.docs` to false"
        ]
    );
    assert_eq!(json[0]["labels"][0]["line"], 4);
    let disabled = with(plugins).config(quiet().with("http", "docs", false));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = disabled.command(["shop", "check"].map(Into::into), &mut out, &mut err);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&out));
    // Whether there is such a page is not known while the section cannot be read.
    let wrong = || quiet().with("http", "docs", false).with("http", "workers", "x");
    let (found, _) = reported(|| with(plugins).config(wrong()));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("`http.workers`"), "{found:#?}");
}

const GUARDED: &[RouteMeta] = &[route("/admin", &[]).roles(&["admin"]).path_location(at(3))];

#[test]
fn an_endpoint_that_requires_authentication_is_refused_without_a_tool_for_it() {
    let plugins = leak([plugin("admin", GUARDED)]);
    let (found, json) = reported(|| with(plugins));
    assert_eq!(
        found,
        [
            "error[MC009]: `GET /admin` of `x::admin` requires authentication, which no tool provides\n  \
          --> src/domains/x/y.rs:3:1: this route\n  \
          = help: take `Auth` in a handler\n  \
          = help: or name a tool that authenticates in the `tools` of `app!`"
        ]
    );
    assert_eq!(json[0]["help"].as_array().map(Vec::len), Some(2));
}

#[test]
fn errors_that_follow_from_a_tool_that_does_not_start_are_not_reported() {
    const SIGN_IN: &[RouteMeta] =
        &[route("/sign-in", &[Arg::new("auth", ArgMeta::Capability("Auth"))])];
    const ONCE: &[Arg] = &[Arg::new("db", ArgMeta::Capability("Db"))];
    static LISTENER: PluginMeta =
        PluginMeta::new("listener", "shop::domains::x::listener", "shop", LOCATION)
            .subscriptions(&[once("hear", ONCE)])
            .events(&[]);
    let plugins = leak([plugin("admin", GUARDED), plugin("sign_in", SIGN_IN), &LISTENER]);
    let wrong = || quiet().with("auth", "secret", "short").with("db", "max_connections", 0);
    let (found, _) = reported(|| with(plugins).config(wrong()));
    let unpublished = found.iter().filter(|own| own.starts_with("error[MC005]")).count();
    assert_eq!((unpublished, found.len()), (1, 3), "{found:#?}");
    for key in ["auth.secret", "db.max_connections"] {
        assert!(found.iter().any(|own| own.contains(key)), "{key}: {found:#?}");
    }
}

const fn job(name: &'static str, trigger: Trigger, line: u32) -> ScheduleMeta {
    ScheduleMeta::new(handler(name, &[]).location(at(line)), trigger, |_| {
        Ok(ErasedHandler::new::<JobFn>(Box::new(|_| Box::pin(std::future::ready(Ok(()))))))
    })
}

#[test]
fn every_wrong_schedule_is_reported_at_its_job_mounted_or_not() {
    static JOBS: PluginMeta = PluginMeta::new("jobs", "shop::domains::x::jobs", "shop", LOCATION)
        .schedules(&[
            job("soon", Trigger::Cron("soon"), 11),
            job("at_25", Trigger::Cron("0 25 * * *"), 12),
            job("always", Trigger::Every(0), 13)
                .mount(|_| Err(MountError::NoTool { capability: "Mailer" })),
            job("daily", Trigger::Cron("0 3 * * *"), 14),
        ]);
    let (found, json) = reported(|| with(&[&JOBS]));
    assert_eq!(found.len(), 4, "{found:#?}");
    for (index, line) in [(0, 11), (1, 12), (2, 13)] {
        assert_eq!(
            (&json[index]["code"], &json[index]["labels"][0]["line"]),
            (&json!("MC013"), &json!(line))
        );
    }
    assert_eq!(
        found[0],
        "error[MC013]: job `x::jobs::soon` cannot run: the schedule `soon` is not a cron \
         expression: it has 1 fields\n  --> src/domains/x/y.rs:11:1: this job\n  \
         = help: it needs five: minute hour day month weekday"
    );
    assert!(found[3].contains("`x::jobs::always` requires `Mailer`"), "{found:#?}");
}

/// An application with these migrations, in a database that is never reached.
fn migrating(migrations: &'static [Migration], url: &'static str) -> App {
    let meta = META.migrations(migrations);
    App::new(leak(meta)).plugins([]).config(quiet().with("db", "url", url))
}

const NOWHERE: &str = "sqlite://no/such/folder/at/all.db";

#[test]
fn migrations_without_an_order_are_reported_with_their_files() {
    static LOST: [Migration; 2] = [
        Migration::new("orders", "001_orders", "-- depends: users/001_usres\nSELECT 1")
            .file("src/domains/orders/migrations/001_orders.sql"),
        Migration::new("users", "001_users", "SELECT 1").file("src/users.sql"),
    ];
    let (found, json) = reported(|| migrating(&LOST, NOWHERE));
    assert_eq!(
        found,
        ["error[MC019]: migration `orders/001_orders` depends on `users/001_usres`, which does \
          not exist\n  --> src/domains/orders/migrations/001_orders.sql:1:1: this dependency\n  \
          = help: did you mean `users/001_users`?"]
    );
    assert_eq!(json[0]["labels"][0]["file"], "src/domains/orders/migrations/001_orders.sql");

    static CIRCLE: [Migration; 2] = [
        Migration::new("a", "001", "-- depends: b/001\nSELECT 1").file("a.sql"),
        Migration::new("b", "001", "-- depends: a/001\nSELECT 1").file("b.sql"),
    ];
    let (found, json) = reported(|| migrating(&CIRCLE, NOWHERE));
    assert!(found[0].contains("depend on each other: a/001 -> b/001 -> a/001"), "{found:#?}");
    assert_eq!(
        (&json[0]["code"], json[0]["labels"].as_array().map(Vec::len)),
        (&json!("MC019"), Some(2))
    );
}

#[test]
fn migrations_that_sqlite_cannot_run_are_reported_for_sqlite_only() {
    static SERIAL: [Migration; 1] =
        [Migration::new("a", "001", "CREATE TABLE a (b TEXT PRIMARY KEY, c SERIAL)").file("a.sql")];
    let (found, json) = reported(|| migrating(&SERIAL, NOWHERE));
    assert_eq!((found.len(), &json[0]["code"]), (1, &json!("MC011")), "{found:#?}");
    assert!(found[0].contains("migration `a/001` cannot run on SQLite"), "{found:#?}");
    let postgres = migrating(&SERIAL, "postgres://unknown@127.0.0.1:1/none");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _context = runtime.enter();
    assert!(postgres.check().is_ok());
}

#[test]
fn a_migration_that_ends_its_own_transaction_is_reported_at_that_word() {
    static COMMITS: [Migration; 1] =
        [Migration::new("a", "001", "SELECT 1;\n  COMMIT;").file("a.sql")];
    let (found, _) = reported(|| migrating(&COMMITS, NOWHERE));
    assert!(found[0].starts_with("error[MC011]: migration `a/001` says `COMMIT`"), "{found:#?}");
    assert!(found[0].contains("--> a.sql:2:3"), "{found:#?}");
}

#[test]
fn a_wrong_setting_of_a_file_is_reported_at_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = std::fs::File::create(folder.path().join("microcore.toml")).expect("a file");
    write!(file, "[http]\nbind = \"127.0.0.1:0\"\ncors_origins = [\"*\", \"here\"]\n")
        .expect("text");
    let dotenv = "# secrets\nMICROCORE_EVENTS__QUEUE=0\n";
    std::fs::write(folder.path().join(".env"), dotenv).expect("a file");
    let read = || {
        let variables = [("MICROCORE_KERNEL__BLOCKING_THREADS".into(), "0".into())];
        Configuration::load_with(folder.path(), variables.into_iter()).expect("settings")
    };
    let (found, json) = reported(|| App::new(&META).plugins([]).config(read()));
    let sorted = |text: &str| found.iter().any(|own| own == text);
    assert!(
        sorted(
            "error[MC018]: setting `http.cors_origins.1` must be `*` or an origin, like \
             `https://a.example` (microcore.toml)\n  --> microcore.toml:3:1: set here"
        ),
        "{found:#?}"
    );
    assert!(
        sorted(
            "error[MC018]: setting `events.queue` must be at least 1 and at most 4294967295 (.env, \
             MICROCORE_EVENTS__QUEUE)\n  --> .env:2:1: set here"
        ),
        "{found:#?}"
    );
    assert!(
        sorted(
            "error[MC018]: setting `kernel.blocking_threads` must be at least 1 and at most 512 \
             (MICROCORE_KERNEL__BLOCKING_THREADS)"
        ),
        "{found:#?}"
    );
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert!(json.as_array().is_some_and(|all| all.iter().all(|own| own["code"] == "MC018")));
}

#[test]
fn a_file_that_cannot_be_read_is_all_that_is_reported_of_the_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("microcore.toml"), "[http]\nbind = here\n").expect("a file");
    let root = leak(folder.path().display().to_string());
    let meta: &'static AppMeta = leak(META.root(root));
    #[derive(serde::Deserialize)]
    struct Desk {
        #[allow(dead_code)] // only read
        sign: String,
    }
    // Its key may be in the file.
    const DESK: &[ConfigMeta] = &[ConfigMeta::new(
        "desk",
        "Desk",
        &Shape::Any,
        |settings| settings.read::<Desk>("desk").map(drop),
        LOCATION,
    )];
    static JOBS: PluginMeta = PluginMeta::new("jobs", "shop::domains::x::jobs", "shop", LOCATION)
        .schedules(&[job("soon", Trigger::Cron("soon"), 11)])
        .configs(DESK);
    let (found, _) = reported(|| App::new(meta).plugins([&JOBS]));
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("x::jobs::soon"), "{found:#?}");
    assert!(
        found[1].starts_with("error[MC018]: `microcore.toml` is not valid TOML: "),
        "{found:#?}"
    );
    assert!(found[1].contains("--> microcore.toml:2:8"), "{found:#?}");
}

const fn once(name: &'static str, args: &'static [Arg]) -> SubscriptionMeta {
    SubscriptionMeta::new(handler(name, args), "a.happened", &Shape::Any, |_| {
        Err(MountError::NoTool { capability: "Db" })
    })
    .backoff_ms(0)
    .once(true)
    .event_location(LOCATION)
}

#[test]
fn a_subscriber_that_handles_once_is_refused_without_a_database() {
    static LISTENER: PluginMeta =
        PluginMeta::new("listener", "shop::domains::x::listener", "shop", LOCATION).subscriptions(
            &[once("hear", &[]).mount(|_| Err(MountError::Signature("not reached".to_owned())))],
        );
    let (found, _) = reported(|| with(&[&LISTENER]));
    let expected = "error[MC009]: `once` of `x::listener::hear` needs a `Db`\n  \
                    --> src/domains/x/y.rs:7:1: this subscriber\n  \
                    = help: let the plugin take a `Db`, or remove `once`";
    assert!(found.iter().any(|own| own == expected), "{found:#?}");
}
