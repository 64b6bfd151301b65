//! What a new document breaks for clients of an old one.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Every change that may break a client of `old`, one line each, sorted.
///
/// ```
/// use microcore::http::openapi::breaking;
/// use serde_json::json;
///
/// let old = json!({"paths": {"/users": {"get": {"responses": {"200": {}}}}}});
/// assert!(breaking(&old, &old).is_empty());
/// assert_eq!(breaking(&old, &json!({"paths": {}})), ["GET /users was removed"]);
/// ```
pub fn breaking(old: &Value, new: &Value) -> Vec<String> {
    let mut changes = Changes { old, new, found: BTreeSet::new() };
    for (path, item) in members(&old["paths"]) {
        for (method, operation) in members(item) {
            let name = format!("{} {path}", method.to_uppercase());
            match new["paths"][path].get(method) {
                Some(now) => changes.operation(&name, operation, now),
                None => changes.add(format!("{name} was removed")),
            }
        }
    }
    changes.found.into_iter().collect()
}

struct Changes<'a> {
    old: &'a Value,
    new: &'a Value,
    found: BTreeSet<String>,
}

/// Whether clients send the value or read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

impl<'a> Changes<'a> {
    fn add(&mut self, change: String) {
        self.found.insert(change);
    }

    fn operation(&mut self, name: &str, old: &'a Value, new: &'a Value) {
        self.parameters(name, old, new);
        self.body(name, &old["requestBody"], &new["requestBody"]);
        self.answers(name, &old["responses"], &new["responses"]);
        if old.get("security").is_none() && new.get("security").is_some() {
            self.add(format!("{name} now requires authentication"));
        }
        let (before, now) = (words(&old["x-roles"]), words(&new["x-roles"]));
        // A caller needs one of them; where there is none, any caller will do.
        let narrowed = !now.is_empty() && (before.is_empty() || !before.is_subset(&now));
        if narrowed {
            let now: Vec<_> = now.into_iter().collect();
            self.add(format!("{name} now requires another role: {}", now.join(" or ")));
        }
    }

    fn parameters(&mut self, name: &str, old: &'a Value, new: &'a Value) {
        // The names of those in the path are no client's concern; their place is.
        let place = |list: &'a Value, of: &str| -> Vec<&'a Value> {
            list["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|own| own["in"] == of)
                .collect()
        };
        for (old, new) in place(old, "path").into_iter().zip(place(new, "path")) {
            let what = format!("{name}: the path's `{}`", text(&new["name"]));
            self.schema(&what, &old["schema"], &new["schema"], Way::In);
        }
        let (before, now) = (place(old, "query"), place(new, "query"));
        for old in &before {
            let what = format!("{name}: the query's `{}`", text(&old["name"]));
            match now.iter().find(|new| new["name"] == old["name"]) {
                Some(new) => {
                    if new["required"] == true && old["required"] != true {
                        self.add(format!("{what} is now required"));
                    }
                    self.schema(&what, &old["schema"], &new["schema"], Way::In);
                }
                None => self.add(format!("{what} is now rejected")),
            }
        }
        for new in now.iter().filter(|new| new["required"] == true) {
            if before.iter().all(|old| old["name"] != new["name"]) {
                self.add(format!(
                    "{name}: the query's `{}` is new and required",
                    text(&new["name"])
                ));
            }
        }
    }

    fn body(&mut self, name: &str, old: &'a Value, new: &'a Value) {
        if old.is_null() {
            if new["required"] == true {
                self.add(format!("{name} now requires a body"));
            }
            return;
        }
        for (kind, content) in members(&old["content"]) {
            match new["content"].get(kind) {
                Some(now) => {
                    let what = format!("{name}: the body");
                    self.schema(&what, &content["schema"], &now["schema"], Way::In);
                }
                None => self.add(format!("{name} no longer accepts {kind}")),
            }
        }
    }

    fn answers(&mut self, name: &str, old: &'a Value, new: &'a Value) {
        for (status, answer) in members(old).filter(|(status, _)| !status.starts_with(['4', '5'])) {
            let Some(now) = new.get(status) else {
                self.add(format!("{name} no longer returns {status}"));
                continue;
            };
            for (kind, content) in members(&answer["content"]) {
                let what = format!("{name}: the response");
                match now["content"].get(kind) {
                    Some(now) => {
                        self.schema(&what, &content["schema"], &now["schema"], Way::Out);
                        self.schema(
                            &what,
                            &content["x-event-data"],
                            &now["x-event-data"],
                            Way::Out,
                        );
                    }
                    None => self.add(format!("{name} no longer returns {kind}")),
                }
            }
        }
    }

    fn schema(&mut self, what: &str, old: &'a Value, new: &'a Value, way: Way) {
        let (old, new) = (resolve(self.old, old), resolve(self.new, new));
        if old == new && old.get("properties").is_none() && !holds_reference(old) {
            return;
        }
        self.types(what, old, new, way);
        if way == Way::In {
            self.limits(what, old, new);
        }
        self.properties(what, old, new, way);
        if old.get("items").is_some() && new.get("items").is_some() {
            self.schema(&lazy_timeout(what, "[]"), &old["items"], &new["items"], way);
        }
        if old["additionalProperties"].is_object() && new["additionalProperties"].is_object() {
            let what = lazy_timeout(what, "{}");
            self.schema(&what, &old["additionalProperties"], &new["additionalProperties"], way);
        }
        for key in ["anyOf", "oneOf"] {
            let forms = |schema: &'a Value| -> &'a [Value] {
                schema[key].as_array().map(Vec::as_slice).unwrap_or_default()
            };
            let (before, now) = (forms(old), forms(new));
            if before.len() != now.len() {
                self.add(format!("{what} now has other variants"));
            }
            for (old, new) in before.iter().zip(now) {
                self.schema(what, old, new, way);
            }
        }
    }

    fn types(&mut self, what: &str, old: &Value, new: &Value, way: Way) {
        let (before, now) = (types(old), types(new));
        // What is taken may grow, what is given may shrink. No type is any type.
        let (inner, outer) = if way == Way::In { (&before, &now) } else { (&now, &before) };
        let fits = outer.is_empty()
            || (!inner.is_empty()
                && inner.iter().all(|name| {
                    outer.contains(name) || (*name == "integer" && outer.contains("number"))
                }));
        if !fits {
            self.add(format!("{what} was {} and is {}", said(&before), said(&now)));
        }
        let (before, now) = (words(&old["enum"]), words(&new["enum"]));
        let (inner, outer) = if way == Way::In { (&before, &now) } else { (&now, &before) };
        if !outer.is_empty() && (inner.is_empty() || !inner.is_subset(outer)) {
            self.add(format!("{what} now allows other values"));
        }
        if old.get("const") != new.get("const") {
            self.add(format!("{what} now has another constant value"));
        }
    }

    fn limits(&mut self, what: &str, old: &Value, new: &Value) {
        let tighter = |key: &str, more: bool| {
            let now = new[key].as_f64()?;
            let narrowed = match old[key].as_f64() {
                Some(before) => {
                    if more {
                        now > before
                    } else {
                        now < before
                    }
                }
                None => true,
            };
            narrowed.then(|| format!("{what} is now limited: {key} {now}"))
        };
        let lower = ["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"];
        let upper = ["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"];
        let lower = lower.iter().filter_map(|key| tighter(key, true));
        let upper = upper.iter().filter_map(|key| tighter(key, false));
        let found: Vec<String> = lower.chain(upper).collect();
        self.found.extend(found);
        for key in ["pattern", "format", "not"] {
            if new.get(key).is_some() && old.get(key) != new.get(key) {
                self.add(format!("{what} is now limited: {key} {}", text(&new[key])));
            }
        }
    }

    fn properties(&mut self, what: &str, old: &'a Value, new: &'a Value, way: Way) {
        let (before, now) = (words(&old["required"]), words(&new["required"]));
        for (name, property) in members(&old["properties"]) {
            let inner = format!("{what}'s `{name}`").replace("`'s `", ".");
            let Some(present) = new["properties"].get(name) else {
                match way {
                    Way::Out => self.add(format!("{inner} was removed")),
                    Way::In if new["additionalProperties"] == false => {
                        self.add(format!("{inner} is now rejected"));
                    }
                    Way::In => {}
                }
                continue;
            };
            let (was, is) = (before.contains(name.as_str()), now.contains(name.as_str()));
            if way == Way::In && is && !was {
                self.add(format!("{inner} is now required"));
            }
            if way == Way::Out && was && !is {
                self.add(format!("{inner} may now be missing"));
            }
            self.schema(&inner, property, present, way);
        }
        let known = |name: &&str| old["properties"].get(*name).is_some();
        if way == Way::In && old.get("properties").is_some() {
            for name in now.iter().filter(|name| !known(name)) {
                self.add(format!("{what}'s `{name}` is new and required").replace("`'s `", "."));
            }
        }
    }
}

/// The place inside a place: its mark goes within the quotes.
fn lazy_timeout(what: &str, mark: &str) -> String {
    match what.strip_suffix('`') {
        Some(open) => format!("{open}{mark}`"),
        None => format!("{what}{mark}"),
    }
}

/// What a schema refers to.
fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/schemas/"));
    name.map_or(schema, |name| &document["components"]["schemas"][name])
}

/// Two references of one name may lead to two schemas.
fn holds_reference(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(holds_reference),
        Value::Array(items) => items.iter().any(holds_reference),
        _ => false,
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn types(schema: &Value) -> BTreeSet<&str> {
    match &schema["type"] {
        Value::String(name) => BTreeSet::from([name.as_str()]),
        other => words(other),
    }
}

fn said(types: &BTreeSet<&str>) -> String {
    let types: Vec<_> = types.iter().copied().collect();
    if types.is_empty() { "anything".to_owned() } else { types.join(" or ") }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
#[path = "breaking_tests.rs"]
mod tests;
