//! The text of a new feature.

use clap::ArgMatches;

use crate::{Failure, name};

/// A plugin of that name, with what the options ask for.
pub(crate) fn text(feature: &str, matches: &ArgMatches, krate: &str) -> Result<String, Failure> {
    let route = matches.get_one::<String>("route");
    let event = matches.get_one::<String>("on-event");
    let body = match (route, event) {
        (Some(route), _) => {
            let emits = matches.get_one::<String>("emits").map(String::as_str);
            of_route(feature, route, emits)?
        }
        (None, Some(event)) => of_event(feature, event),
        (None, None) => {
            return Err("pass what calls it: --route \"POST /orders/{id}/cancel\" or \
                        --on-event order.placed"
                .into());
        }
    };
    let words = name::words(feature);
    Ok(format!(
        "//! {words}.\n\n#[{krate}::plugin]\nmod {feature} {{\n    use {krate}::prelude::*;\n{body}}}\n"
    ))
}

/// What to do next.
pub(crate) fn next(domain: &str, feature: &str, matches: &ArgMatches) -> String {
    let mut text = format!(
        "Next: cargo check, and fill it in; `cargo run -- context --for {domain}/{feature}` lists what it can use.\
         \n"
    );
    if let Some(event) = matches.get_one::<String>("emits") {
        text.push_str(&format!(
            "To subscribe to it: cargo microcore add feature {domain}/… --on-event {event}\n"
        ));
    }
    text
}

fn of_route(feature: &str, route: &str, emits: Option<&str>) -> Result<String, Failure> {
    let Some((method, path)) = route.split_once(' ') else {
        return Err(format!(
            "`{route}` is not a route: write it as \"POST /orders/{{id}}/cancel\""
        )
        .into());
    };
    let (method, path) = (method.to_uppercase(), path.trim());
    let parameters = parameters(path)?;
    let (camel, words) = (name::camel(feature), name::words(feature));
    let all = |one: fn(&str) -> String| parameters.iter().map(move |name| one(name));
    let mut fields: String = all(|name| format!("        {name}: {},\n", kind(name))).collect();
    let mut arguments: Vec<_> = all(|name| format!("{name}: Path<{}>", kind(name))).collect();
    let mut values: Vec<_> = all(|name| match kind(name) {
        "i64" => format!("{name}: *{name}"),
        _ => format!("{name}: {name}.into_inner()"),
    })
    .collect();
    if parameters.is_empty() {
        fields = "        done: bool,\n".to_owned();
        values = vec!["done: true".to_owned()];
    }
    let mut declared = String::new();
    let mut emitted = String::new();
    if let Some(event) = emits {
        let happened = name::event(event)?;
        // `placed`, of `order.placed`.
        let word = event.rsplit('.').next().unwrap_or(event);
        arguments.push(format!("{word}: Emit<{happened}>"));
        // A text is cloned, because it is used twice.
        let copies = values.iter().map(|value| value.replace(".into_inner()", ".to_string()"));
        let copies = copies.collect::<Vec<_>>().join(", ");
        emitted = format!("        {word}.emit({happened} {{ {copies} }}).await?;\n");
        declared = format!(
            "
    /// {}: what others may read of it.
    #[event(\"{event}\")]
    struct {happened} {{
{fields}    }}
",
            name::words(&event.replace('.', " "))
        );
    }
    let (arguments, values) = (arguments.join(", "), values.join(", "));
    Ok(format!(
        "
    #[response]
    struct {camel}Reply {{
{fields}    }}
{declared}
    /// {words}.
    #[route({method}, \"{path}\")]
    async fn {feature}({arguments}) -> Result<{camel}Reply> {{
{emitted}        Ok({camel}Reply {{ {values} }})
    }}
"
    ))
}

fn of_event(feature: &str, event: &str) -> String {
    let (camel, words) = (name::camel(feature), name::words(feature));
    format!(
        "
    /// What this feature reads of `{event}`: name the fields that it needs.
    #[view]
    struct {camel}View {{}}

    /// {words}.
    #[on_event(\"{event}\", retries = 3)]
    async fn {feature}(_event: {camel}View, log: Log) -> Result<()> {{
        log.info(\"{event}\");
        Ok(())
    }}
"
    )
}

/// The names between braces.
fn parameters(path: &str) -> Result<Vec<&str>, Failure> {
    let inside = path.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    inside.map(|(name, _)| name::snake(name.trim_start_matches('*'))).collect()
}

/// An `id` is a number, anything else text.
fn kind(name: &str) -> &'static str {
    if name == "id" || name.ends_with("_id") { "i64" } else { "String" }
}
