#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::json;

use super::*;

/// A document in which `POST /users` takes and gives a `User`.
fn document(user: Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/User"}}});
    json!({
        "paths": {"/users": {"post": {
            "requestBody": {"required": true, "content": content},
            "responses": {"201": {"content": content}, "422": {}},
        }}},
        "components": {"schemas": {"User": user}},
    })
}

fn user() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 100},
            "age": {"type": "integer"},
        },
        "required": ["name"],
        "additionalProperties": false,
    })
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut user = user();
    change(&mut user);
    breaking(&document(self::user()), &document(user))
}

#[test]
fn equal_documents_and_optional_additions_are_not_breaking() {
    assert!(changed(|_| {}).is_empty());
    let added = changed(|user| user["properties"]["nick"] = json!({"type": "string"}));
    assert!(added.is_empty(), "{added:?}");
    let wider = changed(|user| user["properties"]["name"]["maxLength"] = json!(200));
    assert!(wider.is_empty(), "{wider:?}");
}

#[test]
fn a_removed_field_is_reported_for_requests_and_responses() {
    let found = changed(|user| drop(user["properties"].as_object_mut().unwrap().remove("age")));
    assert_eq!(
        found,
        [
            "POST /users: the body's `age` is now rejected",
            "POST /users: the response's `age` was removed"
        ]
    );
}

#[test]
fn new_required_input_narrower_limits_and_other_types_are_named() {
    let found = changed(|user| {
        user["properties"]["mail"] = json!({"type": "string"});
        user["required"] = json!(["name", "age", "mail"]);
        user["properties"]["name"]["maxLength"] = json!(50);
    });
    assert_eq!(
        found,
        [
            "POST /users: the body's `age` is now required",
            "POST /users: the body's `mail` is new and required",
            "POST /users: the body's `name` is now limited: maxLength 50",
        ]
    );
    let found = changed(|user| user["properties"]["age"]["type"] = json!(["integer", "null"]));
    assert_eq!(found, ["POST /users: the response's `age` was integer and is integer or null"]);
    let found = changed(|user| user["properties"]["age"]["type"] = json!("number"));
    assert_eq!(found, ["POST /users: the response's `age` was integer and is number"]);
    let found = changed(|user| user["required"] = json!([]));
    assert_eq!(found, ["POST /users: the response's `name` may now be missing"]);
}

#[test]
fn another_status_a_role_and_a_parameter_are_named() {
    let old = document(user());
    let mut new = old.clone();
    let operation = &mut new["paths"]["/users"]["post"];
    let answer = operation["responses"]["201"].take();
    operation["responses"] = json!({"200": answer});
    operation["security"] = json!([{"bearer": []}]);
    operation["x-roles"] = json!(["admin"]);
    operation["parameters"] =
        json!([{"name": "dry", "in": "query", "required": true, "schema": {"type": "boolean"}}]);
    assert_eq!(
        breaking(&old, &new),
        [
            "POST /users no longer returns 201",
            "POST /users now requires another role: admin",
            "POST /users now requires authentication",
            "POST /users: the query's `dry` is new and required",
        ]
    );
}

#[test]
fn a_change_deep_inside_is_named_with_its_place() {
    let with = |kind: &str| {
        json!({
            "type": "object",
            "properties": {"lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}},
            "line": kind,
        })
    };
    let document = |kind: &str| {
        let mut document = document(with("same"));
        document["components"]["schemas"]["Line"] =
            json!({"type": "object", "properties": {"count": {"type": kind}}});
        document
    };
    let found = breaking(&document("integer"), &document("string"));
    assert_eq!(
        found,
        [
            "POST /users: the body's `lines[].count` was integer and is string",
            "POST /users: the response's `lines[].count` was integer and is string",
        ]
    );
}
