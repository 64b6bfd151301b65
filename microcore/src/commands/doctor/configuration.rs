//! Checks of the configuration: values, sources, and whether the port is free.

use std::net::TcpListener;

use super::{Diagnosis, failed, ok};
use crate::app::App;
use crate::http::HttpConfig;
use crate::tools::db::DbConfig;
use microcore_core::config::{ConfigError, Configuration, Given};
use microcore_core::meta::PluginMeta;
use microcore_core::schema::Shape;

/// Shown instead of a value that may be a secret.
const MASK: &str = "******";

pub(super) fn diagnose(app: &App) -> Vec<Diagnosis> {
    let config = match app.load_config() {
        Ok(config) => config,
        Err(error) => return problems(&error),
    };
    let plugins = app.registry().plugins;
    let mut settings = config.given();
    for section in plugins.iter().flat_map(|plugin| plugin.configs) {
        let Shape::Struct(shape) = section.shape else { continue };
        let names = shape.fields.iter().map(|field| field.name);
        settings.extend(names.filter_map(|name| config.given_short(section.section, name)));
    }
    settings.sort();
    let mut diagnoses: Vec<_> = settings
        .iter()
        .map(|setting| {
            let Given { key, origin, .. } = setting;
            ok("setting", format!("{key} = {}, from {origin}", shown(setting, &plugins)))
        })
        .collect();
    if diagnoses.is_empty() {
        diagnoses.push(ok("setting", "all defaults"));
    }
    for section in plugins.iter().flat_map(|plugin| plugin.configs) {
        if let Err(error) = (section.check)(&config) {
            diagnoses.extend(problems(&error));
        }
    }
    diagnoses.extend(port(&config));
    diagnoses
}

fn port(config: &Configuration) -> Vec<Diagnosis> {
    let http = match config.read_valid::<HttpConfig>("http") {
        Ok(http) => http,
        Err(error) => return problems(&error),
    };
    vec![match TcpListener::bind(&http.bind) {
        Ok(_) => ok("port", format!("{} is free", http.bind)),
        Err(error) => failed(
            "port",
            format!("{}: {error}", http.bind),
            "stop the process that listens on it, or set MICROCORE_HTTP__BIND",
        ),
    }]
}

fn problems(error: &ConfigError) -> Vec<Diagnosis> {
    let diagnoses = error.problems.iter().map(|problem| {
        let fix = match problem.origin.as_str() {
            origin if origin.starts_with("set ") => origin.to_owned(),
            origin => format!("change it in {origin}"),
        };
        failed("setting", format!("{}: {}", problem.key, problem.problem), fix)
    });
    diagnoses.collect()
}

/// The value, if it is known not to be a secret.
fn shown(setting: &Given, plugins: &[&PluginMeta]) -> String {
    let (section, name) = setting.key.split_once('.').unwrap_or((&setting.key, ""));
    let sounds_secret = ["secret", "token", "password", "key"].iter();
    let sounds_secret = sounds_secret.into_iter().any(|word| name.contains(word));
    if setting.key == "db.url" {
        return DbConfig::new(&setting.value).shown_url();
    }
    let mut configs = plugins.iter().flat_map(|plugin| plugin.configs);
    let is_plain = setting.built_in
        || configs.any(|config| config.section == section && is_plain(config.shape, name));
    if is_plain && !sounds_secret { setting.value.clone() } else { MASK.to_owned() }
}

/// Whether a field of that name is declared, and not as a secret.
fn is_plain(shape: &Shape, name: &str) -> bool {
    let Shape::Struct(shape) = shape else { return false };
    let field = shape.fields.iter().find(|field| field.name == name);
    field.is_some_and(|field| match field.shape {
        Shape::Optional(inner) => !matches!(inner, Shape::Secret),
        other => !matches!(other, Shape::Secret),
    })
}
