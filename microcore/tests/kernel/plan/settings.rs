//! `check` accepts settings exactly when the application starts with them.

use std::path::Path;

use microcore::app::App;
use microcore::config::Configuration;
use microcore::meta::{Arg, ArgMeta, PluginMeta, ScheduleMeta, Trigger};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::both;
use crate::support::{LOCATION, META, handler};

const fn needs(capability: &'static str) -> Arg {
    Arg::new("tool", ArgMeta::Capability(capability))
}

/// A plugin that needs every built-in tool, so that each reads its section.
static ALL_TOOLS: PluginMeta = PluginMeta::new("all", "shop::domains::x::all", "shop", LOCATION)
    .schedules(&[ScheduleMeta::new(
        handler(
            "tidy",
            &[needs("Auth"), needs("Db"), needs("Files"), needs("Log"), needs("State")],
        ),
        Trigger::Cron("0 0 1 1 *"),
        |_| {
            Ok(microcore::meta::ErasedHandler::new::<microcore::call::JobFn>(Box::new(|_| {
                Box::pin(async { Ok(()) })
            })))
        },
    )]);

/// A number that may be too small or too large, or no number at all.
const NUMBERS: &[&str] = &[
    "http.body_limit",
    "http.request_timeout_ms",
    "http.header_timeout_ms",
    "http.body_timeout_ms",
    "http.keep_alive_s",
    "http.max_connections",
    "http.stop_timeout_s",
    "http.websocket_limit",
    "kernel.connect_timeout_ms",
    "kernel.start_timeout_ms",
    "kernel.stop_timeout_ms",
    "kernel.health_interval_ms",
    "kernel.blocking_threads",
    "kernel.blocking_acquire_timeout_ms",
    "events.concurrency",
    "events.queue",
    "events.publish_timeout_ms",
    "events.delayed_max",
    "events.timeout_ms",
    "events.ask_timeout_ms",
    "events.drain_ms",
    "events.dead_letters_max",
    "events.traces_max",
    "events.relay_poll_ms",
    "events.inbox_days",
    "events.lease_ms",
    "db.max_connections",
    "db.connect_timeout_ms",
    "db.statement_timeout_ms",
    "auth.session_ttl_s",
    "auth.hashers",
];

/// Values of a key that is no such number. `FOLDER` is a folder that exists.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "http.bind",
        &[
            "127.0.0.1:0",
            "localhost:0",
            "[::1]:0",
            "",
            "127.0.0.1",
            ":0",
            "[::1:0",
            "127.0.0.1:65536",
            "a b:0",
            "http://127.0.0.1:0",
        ],
    ),
    // Not all the processors of a test machine, and never hundreds.
    ("http.workers", &["1", "2", "-1", "513", "18446744073709551615", "x", ""]),
    (
        "http.cors_origins",
        &[
            "",
            "*",
            "https://a.example",
            "https://a.example:8443",
            "a.example",
            "https://a.example/",
            "https://a.example/ü",
            "https://u@a.example",
            "null",
            "https://",
            "*,https://a.example",
            "https://ü.example",
            "[1, 2",
        ],
    ),
    ("http.cors_credentials", &["true", "false", "perhaps", ""]),
    ("http.static_dir", &["FOLDER", "FOLDER/none", "FOLDER/file", ""]),
    ("http.static_prefix", &["/", "/static", "static", "", "/a/b/"]),
    ("http.docs", &["true", "no", "2"]),
    ("http.compression", &["on", "maybe"]),
    ("http.unknown", &["1"]),
    (
        "db.url",
        &[
            "sqlite://FOLDER/a.db",
            "sqlite::memory:",
            "sqlite://",
            "sqlite:",
            "mysql://h/a",
            "nowhere",
            "postgres://u@127.0.0.1:1/none",
            "postgres://[",
            "postgres://h:port/a",
            "sqlite://FOLDER/a.db?mode=bogus",
            "sqlite://FOLDER/file/a.db",
            "sqlite://FOLDER",
        ],
    ),
    ("db.migrate", &["true", "false", "x"]),
    ("files.root", &["FOLDER/files", "FOLDER/file", "FOLDER/file/files", ""]),
    ("auth.secret", &["", "short", "exactly-thirty-two-bytes-of-text"]),
    ("auth.cookie_secure", &["true", "x"]),
    ("log.level", &["info", "info,sqlx=warn", "", "a=b=c", "loud"]),
    ("log.format", &["text", "JSON", "xml", ""]),
    ("system.token", &["", "token"]),
    ("state.anything", &["1"]),
    ("kernel.refresh_context", &["false", "x"]),
];

/// Whole numbers around every limit, and what is none.
const VALUES: &[&str] = &[
    "0",
    "1",
    "2",
    "512",
    "513",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "-1",
    "1.5",
    "",
    "many",
    "true",
];

fn setting() -> impl Strategy<Value = (&'static str, &'static str)> {
    let number = (prop::sample::select(NUMBERS), prop::sample::select(VALUES));
    let other = prop::sample::select(OTHERS)
        .prop_flat_map(|(key, values)| (Just(key), prop::sample::select(values)));
    prop_oneof![3 => number, 2 => other]
}

/// A value of the type that it looks like, as `microcore.toml` has it, or a text, as a
/// variable has it.
fn value(text: &str, typed: bool) -> Value {
    match serde_json::from_str(text) {
        Ok(value) if typed => value,
        _ => json!(text),
    }
}

fn app(given: &[(&str, &str)], typed: bool, folder: &Path) -> App {
    let folder = folder.display().to_string();
    let usual = [
        ("http.bind", "127.0.0.1:0"),
        ("http.workers", "1"),
        ("db.url", "sqlite://FOLDER/usual.db"),
        ("files.root", "FOLDER/usual"),
    ];
    let settings =
        usual.iter().chain(given).fold(Configuration::empty(), |settings, (key, text)| {
            let (section, key) = key.split_once('.').expect("a section");
            settings.with(section, key, value(&text.replace("FOLDER", &folder), typed))
        });
    App::new(&META).plugins([&ALL_TOOLS]).config(settings)
}

/// Both start, or both are refused with the same text, which is returned.
fn agree(given: &[(&str, &str)], typed: bool) -> Result<Option<String>, TestCaseError> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "").expect("a file");
    runtime.block_on(async {
        match both(|| app(given, typed, folder.path())).await {
            (Ok(()), Ok(running)) => {
                running.stop().await;
                Ok(None)
            }
            (Err(checked), Err(refused)) => {
                let checked = checked.to_string();
                prop_assert_eq!(&checked, &refused.to_string());
                Ok(Some(checked))
            }
            (Ok(()), Err(refused)) => {
                Err(TestCaseError::fail(format!("only the start refuses: {refused}")))
            }
            (Err(checked), Ok(running)) => {
                running.stop().await;
                Err(TestCaseError::fail(format!("only `check` refuses: {checked}")))
            }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 64, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn check_accepts_settings_exactly_when_the_application_starts(
        given in prop::collection::vec(setting(), 1..3),
        typed in any::<bool>(),
    ) {
        agree(&given, typed)?;
    }
}

#[test]
fn check_accepts_each_value_of_its_own_exactly_when_the_application_starts() {
    for (key, values) in OTHERS {
        for value in *values {
            let agreed = agree(&[(key, value)], false);
            assert!(agreed.is_ok(), "{key} = {value:?}: {agreed:?}");
        }
    }
}

#[test]
fn the_smallest_and_the_largest_numbers_that_check_accepts_start_together() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let accepted = |key: &str| {
        let _context = runtime.enter();
        let values = VALUES.iter().filter_map(|text| Some((text.parse::<u64>().ok()?, *text)));
        let mut accepted: Vec<_> = values
            .filter(|(_, text)| app(&[(key, text)], true, folder.path()).check().is_ok())
            .collect();
        accepted.sort_unstable();
        accepted
    };
    let (mut smallest, mut largest) = (Vec::new(), Vec::new());
    for key in NUMBERS {
        let accepted = accepted(key);
        smallest.extend(accepted.first().map(|(_, text)| (*key, *text)));
        largest.extend(accepted.last().map(|(_, text)| (*key, *text)));
    }
    assert_eq!((smallest.len(), largest.len()), (NUMBERS.len(), NUMBERS.len()));
    assert_eq!(agree(&smallest, true).unwrap(), None);
    assert_eq!(agree(&largest, true).unwrap(), None);
}

#[test]
fn each_wrong_setting_is_named_with_the_values_it_may_have() {
    let wrong = [
        ("kernel.blocking_threads", "0", "must be at least 1 and at most 512"),
        ("kernel.blocking_threads", "513", "must be at least 1 and at most 512"),
        ("events.concurrency", "0", "must be at least 1 and at most 4294967295"),
        ("events.queue", "0", "must be at least 1"),
        ("events.traces_max", "18446744073709551615", "must be at least 0 and at most 4294967295"),
        ("kernel.health_interval_ms", "18446744073709551615", "at most 2147483647"),
        ("http.request_timeout_ms", "0", "must be at least 1"),
        ("http.workers", "513", "must be at least 0 and at most 512"),
        ("http.workers", "-1", "must be a whole number"),
        ("http.max_connections", "0", "must be at least 1"),
        ("http.bind", "127.0.0.1", "must be a host and a port"),
        ("http.cors_origins.0", "a.example", "must be `*` or an origin"),
        ("http.static_dir", "FOLDER/none", "must be a folder that exists"),
        ("http.static_prefix", "static", "must begin with `/`"),
        ("db.url", "mysql://h/a", "must begin with `sqlite:` or `postgres:`"),
        ("db.url", "sqlite://", "must name a file"),
        ("db.max_connections", "0", "must be at least 1"),
        ("db.connect_timeout_ms", "2147483648", "at most 2147483647"),
        ("auth.secret", "short", "must have at least 32 bytes"),
        ("auth.session_ttl_s", "0", "must be at least 1"),
        ("files.root", "FOLDER/file", "must be a folder"),
        ("log.level", "a=b=c", "must be a level"),
        ("log.format", "xml", "must be one of text, json"),
        ("system.token", "", "must have a length of at least 1"),
    ];
    for (key, value, range) in wrong {
        let set = key.trim_end_matches(".0");
        let text = agree(&[(set, value)], true).unwrap().unwrap_or_default();
        let expected = format!("error[MC018]: setting `{key}` ");
        let lines: Vec<_> = text.lines().filter(|line| line.starts_with(&expected)).collect();
        assert_eq!(lines.len(), 1, "{key} = {value}: {text}");
        assert!(lines[0].contains(range), "{key} = {value}: {text}");
        assert!(text.ends_with(": 1 error"), "{key} = {value}: {text}");
    }
}

#[test]
fn zero_has_a_meaning_where_it_is_accepted() {
    let zero = [
        "http.workers",
        "http.body_limit",
        "http.keep_alive_s",
        "http.stop_timeout_s",
        "kernel.stop_timeout_ms",
        "kernel.blocking_acquire_timeout_ms",
        "events.publish_timeout_ms",
        "events.delayed_max",
        "events.drain_ms",
        "events.traces_max",
        "auth.hashers",
    ];
    for key in NUMBERS.iter().copied().chain(["http.workers"]) {
        let refused = agree(&[(key, "0")], true).unwrap();
        assert_eq!(refused.is_none(), zero.contains(&key), "{key}: {refused:?}");
    }
}

#[test]
fn all_wrong_settings_are_reported_at_once() {
    let given = [
        ("http.cors_credentials", "true"),
        ("http.cors_origins", "*,a.example"),
        ("http.workers", "513"),
        ("http.max_connections", "many"),
        ("http.static_dir", "FOLDER/none"),
        ("events.queue", "0"),
        ("db.max_connections", "0"),
    ];
    let text = agree(&given, false).unwrap().expect("it is refused");
    for (key, _) in given {
        assert!(text.contains(&format!("setting `{key}")), "{key}: {text}");
    }
    assert!(text.ends_with(": 7 errors"), "{text}");
}
