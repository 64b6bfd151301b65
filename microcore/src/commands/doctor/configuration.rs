//! The configuration: what is set, where it comes from, and the port it names.

use std::net::TcpListener;

use super::{Diagnosis, failed, ok};
use crate::app::App;
use crate::http::HttpConfig;
use crate::tools::db::DbConfig;
use microcore_core::config::{ConfigError, Configuration, Given};
use microcore_core::meta::PluginMeta;
use microcore_core::schema::Shape;

/// In place of a value that may be a secret.
const MASK: &str = "******";

pub(super) fn look(app: &App) -> Vec<Diagnosis> {
    let config = match app.load_config() {
        Ok(config) => config,
        Err(error) => return problems(&error),
    };
    let plugins = app.registry().plugins;
    let mut given = config.given();
    for section in plugins.iter().flat_map(|plugin| plugin.configs) {
        let Shape::Struct(shape) = section.shape else { continue };
        let names = shape.fields.iter().map(|field| field.name);
        given.extend(names.filter_map(|name| config.given_short(section.section, name)));
    }
    given.sort();
    let mut found: Vec<_> = given
        .iter()
        .map(|own| {
            let Given { key, origin, .. } = own;
            ok("setting", format!("{key} = {}, from {origin}", shown(own, &plugins)))
        })
        .collect();
    if found.is_empty() {
        found.push(ok("setting", "all defaults"));
    }
    for section in plugins.iter().flat_map(|plugin| plugin.configs) {
        if let Err(error) = (section.check)(&config) {
            found.extend(problems(&error));
        }
    }
    found.extend(port(&config));
    found
}

fn port(config: &Configuration) -> Vec<Diagnosis> {
    let http = match config.read::<HttpConfig>("http") {
        Ok(http) => http,
        Err(error) => return problems(&error),
    };
    vec![match TcpListener::bind(&http.bind) {
        Ok(_) => ok("port", format!("{} is free", http.bind)),
        Err(error) => failed(
            "port",
            format!("{}: {error}", http.bind),
            "stop what listens there, or set MICROCORE_HTTP__BIND",
        ),
    }]
}

fn problems(error: &ConfigError) -> Vec<Diagnosis> {
    let each = error.problems.iter().map(|problem| {
        let fix = match problem.origin.as_str() {
            place if place.starts_with("set ") => place.to_owned(),
            place => format!("change it in {place}"),
        };
        failed("setting", format!("{}: {}", problem.key, problem.problem), fix)
    });
    each.collect()
}

/// The value, where it is known to be no secret.
fn shown(own: &Given, plugins: &[&PluginMeta]) -> String {
    let (section, name) = own.key.split_once('.').unwrap_or((&own.key, ""));
    let sounds_secret = ["secret", "token", "password", "key"].iter();
    let sounds_secret = sounds_secret.into_iter().any(|word| name.contains(word));
    if own.key == "db.url" {
        return DbConfig::new(&own.value).shown_url();
    }
    let mut configs = plugins.iter().flat_map(|plugin| plugin.configs);
    let is_plain = own.built_in
        || configs.any(|config| config.section == section && is_plain(config.shape, name));
    if is_plain && !sounds_secret { own.value.clone() } else { MASK.to_owned() }
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
