//! The configuration: what is set, where it comes from, and the port it names.

use std::net::TcpListener;

use super::{Diagnosis, failed, ok};
use crate::app::App;
use crate::http::HttpSettings;
use crate::tools::db::DbSettings;
use microcore_core::config::{Given, Settings, SettingsError};
use microcore_core::meta::PluginMeta;
use microcore_core::schema::Shape;

/// In place of a value that may be a secret.
const MASK: &str = "******";

pub(super) fn look(app: &App) -> Vec<Diagnosis> {
    let settings = match app.load_settings() {
        Ok(settings) => settings,
        Err(error) => return problems(&error),
    };
    let plugins = app.registry().plugins;
    let mut given = settings.given();
    for config in plugins.iter().flat_map(|plugin| plugin.configs) {
        let Shape::Struct(shape) = config.shape else { continue };
        let names = shape.fields.iter().map(|field| field.name);
        given.extend(names.filter_map(|name| settings.given_short(config.section, name)));
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
    for config in plugins.iter().flat_map(|plugin| plugin.configs) {
        if let Err(error) = (config.check)(&settings) {
            found.extend(problems(&error));
        }
    }
    found.extend(port(&settings));
    found
}

fn port(settings: &Settings) -> Vec<Diagnosis> {
    let http = match settings.read_valid::<HttpSettings>("http") {
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

fn problems(error: &SettingsError) -> Vec<Diagnosis> {
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
        return DbSettings::new(&own.value).shown_url();
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
