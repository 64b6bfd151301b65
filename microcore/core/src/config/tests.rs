#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::SocketAddr;

use serde::Deserialize;

use super::{ConfigError, Configuration};
use crate::Secret;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Http {
    #[serde(default = "loopback")]
    bind: SocketAddr,
    #[serde(default)]
    workers: u16,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    compress: Option<bool>,
}

fn loopback() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

#[derive(Debug, Deserialize)]
struct Stripe {
    key: Secret<String>,
    retries: u8,
    mode: Mode,
    limits: Limits,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Live,
    Test,
}

#[derive(Debug, Deserialize)]
struct Limits {
    daily: i64,
    ratio: f64,
}

fn load(toml: &str, dotenv: &str, env: &[(&str, &str)]) -> Result<Configuration, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("microcore.toml"), toml).unwrap();
    std::fs::write(folder.path().join(".env"), dotenv).unwrap();
    let env = env.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Configuration::load_with(folder.path(), env.collect::<Vec<_>>().into_iter())
}

fn lines(error: &ConfigError) -> Vec<String> {
    error.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn later_sources_win_and_text_becomes_what_the_type_asks_for() {
    let config = load(
        "[http]\nbind = \"127.0.0.1:1\"\nworkers = 1\ncompress = true\norigins = [\"a\"]\n",
        "MICROCORE_HTTP__BIND=127.0.0.1:2\nMICROCORE_HTTP__WORKERS=2\n",
        &[("MICROCORE_HTTP__BIND", "127.0.0.1:3"), ("MICROCORE_HTTP__ORIGINS", "x, y")],
    );
    let http: Http = config.unwrap().read("http").unwrap();
    assert_eq!((http.bind.port(), http.workers, http.compress), (3, 2, Some(true)));
    assert_eq!(http.origins, ["x", "y"]);
}

#[test]
fn without_any_source_the_defaults_apply() {
    let folder = tempfile::tempdir().unwrap();
    let config = Configuration::load_with(folder.path(), std::iter::empty()).unwrap();
    assert_eq!(config.read::<Http>("http").unwrap().bind, loopback());
}

#[test]
fn all_wrong_missing_and_unknown_keys_are_reported_with_their_source() {
    let config = load(
        "[stripe]\nretries = 700\nmod = \"live\"\n[stripe.limits]\ndaily = \"many\"\n",
        "MICROCORE_STRIPE__MODE=sandbox\n",
        &[],
    );
    let error = config.unwrap().read::<Stripe>("stripe").unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "setting `stripe.key` is missing (set `key` under [stripe] in microcore.toml, \
             or MICROCORE_STRIPE__KEY or STRIPE_KEY)",
            "setting `stripe.limits.daily` must be a whole number (microcore.toml)",
            "setting `stripe.limits.ratio` is missing (set `limits.ratio` under [stripe] in \
             microcore.toml, or MICROCORE_STRIPE__LIMITS__RATIO)",
            "setting `stripe.mod` is not known (microcore.toml); did you mean `mode`?",
            "setting `stripe.mode` must be one of live, test (.env, MICROCORE_STRIPE__MODE)",
            "setting `stripe.retries` must be a whole number from 0 to 255 (microcore.toml)",
        ]
    );
}

#[test]
fn an_optional_key_that_is_wrong_is_named_too() {
    let config = load(
        "",
        "",
        &[
            ("MICROCORE_HTTP__BIND", "here"),
            ("MICROCORE_HTTP__COMPRESS", "perhaps"),
            ("MICROCORE_HTTP__WORKERS", "-1"),
            ("MICROCORE_HTTP__BNID", "x"),
        ],
    );
    let error = config.unwrap().read::<Http>("http").unwrap_err();
    let keys: Vec<_> = error.problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["http.bind", "http.bnid", "http.compress", "http.workers"]);
    assert_eq!(error.problems[2].origin, "MICROCORE_HTTP__COMPRESS");
}

#[test]
fn short_names_reach_a_plugins_settings_and_full_names_win() {
    let toml = "[stripe]\nkey = \"file\"\nretries = 1\nmode = \"live\"\nlimits = { daily = 1, ratio = 1 }\n";
    let config =
        load(toml, "STRIPE_KEY=short\n", &[("STRIPE_RETRIES", "2"), ("STRIPE_MODE", "test")]);
    let stripe: Stripe = config.unwrap().read("stripe").unwrap();
    assert_eq!((stripe.key.expose().as_str(), stripe.retries), ("short", 2));
    assert_eq!((stripe.mode, stripe.limits.daily, stripe.limits.ratio), (Mode::Test, 1, 1.0));

    let config = load(toml, "STRIPE_KEY=short\nMICROCORE_STRIPE__KEY=full\n", &[]);
    assert_eq!(config.unwrap().read::<Stripe>("stripe").unwrap().key.expose(), "full");
}

#[test]
fn short_names_never_reach_the_frameworks_own_settings() {
    let config = load("", "", &[("HTTP_WORKERS", "7")]).unwrap();
    assert_eq!(config.read::<Http>("http").unwrap().workers, 0);
}

#[test]
fn no_message_and_no_debug_output_holds_a_value() {
    let config = load(
        "[stripe]\nkey = [\"sk_live_1\"]\n",
        "",
        &[("MICROCORE_STRIPE__MODE", "sk_live_2"), ("MICROCORE_STRIPE__RETRIES", "sk_live_3")],
    )
    .unwrap();
    let error = config.read::<Stripe>("stripe").unwrap_err();
    assert!(!format!("{error} {error:?} {config:?}").contains("sk_live"), "{error}");

    for (toml, dotenv) in [("[stripe]\nkey = sk_live_4", ""), ("", "sk_live_5 and more")] {
        let error = load(toml, dotenv, &[]).unwrap_err();
        assert!(!error.to_string().contains("sk_live"), "{error}");
        assert_eq!(error.problems.len(), 1);
    }
}

#[test]
fn a_variable_with_one_underscore_is_refused_with_the_right_spelling() {
    let error = load("", "", &[("MICROCORE_HTTP_BIND", "x")]).unwrap_err();
    assert!(error.to_string().contains("did you mean `MICROCORE_HTTP__BIND`?"), "{error}");
}

#[test]
fn a_section_that_nothing_reads_is_named_and_variables_of_tests_are_not() {
    let config = load(
        "[strpie]\nkey = \"x\"\n",
        "",
        &[("MICROCORE_MAILER__HOST", "x"), ("MICROCORE_TEST_POSTGRES_URL", "postgres://x")],
    )
    .unwrap();
    let _ = config.clone().read::<Stripe>("stripe");
    assert_eq!(
        config.unknown_sections().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "setting `mailer` is a section that nothing reads (MICROCORE_MAILER__HOST); known: \
             auth, db, events, files, http, kernel, log, stripe, system",
            "setting `strpie` is a section that nothing reads (microcore.toml); did you mean \
             `stripe`?",
        ]
    );
}

#[test]
fn a_key_outside_of_every_section_is_refused() {
    let error = load("bind = 1\n", "", &[]).unwrap_err();
    assert!(error.to_string().starts_with("setting `bind` is outside"), "{error}");
}
