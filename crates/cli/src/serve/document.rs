//! The `OpenAPI` document, made of the schemas of the library.

use serde_json::{Map, Value, json};
use trade_corridor::json::{Schema, VERSION};

/// Paths as the document has them; what is asked elsewhere is counted as `other`.
const PATHS: [&str; 8] = [
    "/v1/route",
    "/v1/batch",
    "/v1/policies",
    "/v1/scenarios",
    "/v1/schema/{name}",
    "/openapi.json",
    "/health",
    "/metrics",
];

/// The path of the document for one that was asked, so that nobody makes new ones.
pub(super) fn path_of(asked: &str) -> &'static str {
    let schema = asked
        .starts_with("/v1/schema/")
        .then_some("/v1/schema/{name}");
    let known = PATHS.into_iter().find(|path| *path == asked);
    known.or(schema).unwrap_or("other")
}

/// `OpenAPI` 3.1, whose schemas are those of JSON Schema 2020-12.
pub(super) fn openapi() -> Value {
    let mut schemas = Map::new();
    let mut add = |name: &str, schema: Schema| {
        let mut schema: Value = serde_json::from_str(schema.text()).unwrap_or_default();
        if let Some(fields) = schema.as_object_mut() {
            fields.remove("$schema");
            fields.remove("title");
            if let Some(Value::Object(parts)) = fields.remove("$defs") {
                schemas.extend(parts);
            }
        }
        schemas.insert(name.to_owned(), schema);
    };
    add("Request", Schema::Request);
    add("Answer", Schema::Answer);
    schemas.insert(
        "Batch".to_owned(),
        list("requests", &json!({"$ref": "#/components/schemas/Request"})),
    );
    schemas.insert(
        "Answers".to_owned(),
        list("answers", &json!({"$ref": "#/components/schemas/Answer"})),
    );
    let mut schemas = Value::Object(schemas);
    point_to_components(&mut schemas);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "corridor",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Freight routes between Europe and Central Asia, under rules that hold.",
            "license": {"name": "(MIT OR Apache-2.0) AND ODbL-1.0"},
        },
        "paths": {
            "/v1/route": {"post": asked("route", "The best route for one request", "Request", "Answer")},
            "/v1/batch": {"post": asked("batch", "Answers in the order of the requests", "Batch", "Answers")},
            "/v1/policies": {"get": got("policies", "Names of embedded policies", &list("policies", &json!({"type": "string"})))},
            "/v1/scenarios": {"get": got("scenarios", "Names of embedded scenarios", &list("scenarios", &json!({"type": "string"})))},
            "/v1/schema/{name}": {"get": schema_path()},
            "/openapi.json": {"get": got("openapi", "This document", &json!({"type": "object"}))},
            "/health": {"get": got("health", "Whether it answers, and what it has to do", &json!({"type": "object"}))},
            "/metrics": {"get": {
                "operationId": "metrics",
                "summary": "Counts since the start",
                "responses": {"200": {"description": "OpenMetrics", "content": {"application/openmetrics-text": {}}}},
            }},
        },
        "components": {"schemas": schemas},
    })
}

/// An object of a version with one list.
fn list(name: &str, items: &Value) -> Value {
    json!({
        "type": "object",
        "required": [name],
        "properties": {
            "version": {"const": VERSION},
            name: {"type": "array", "items": items},
        },
        "additionalProperties": false,
    })
}

fn content(schema: &Value) -> Value {
    json!({"application/json": {"schema": schema}})
}

fn got(id: &str, summary: &str, schema: &Value) -> Value {
    json!({
        "operationId": id,
        "summary": summary,
        "responses": {"200": {"description": "As described", "content": content(schema)}},
    })
}

fn asked(id: &str, summary: &str, request: &str, answer: &str) -> Value {
    let of = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let refused =
        |description: &str| json!({"description": description, "content": content(&of("Answer"))});
    json!({
        "operationId": id,
        "summary": summary,
        "requestBody": {"required": true, "content": content(&of(request))},
        "responses": {
            "200": {"description": "A route, or the reason why there is none", "content": content(&of(answer))},
            "400": refused("What is wrong with the request"),
            "413": refused("The body or batch is too long"),
            "415": refused("The body is not said to be JSON"),
            "422": refused("Beyond what the search takes"),
            "500": refused("A defect of the program"),
            "503": refused("Too many requests wait already"),
            "504": refused("Time ran out"),
        },
    })
}

fn schema_path() -> Value {
    let names: Vec<&str> = Schema::ALL.iter().map(|schema| schema.as_str()).collect();
    let mut path = got("schema", "A JSON Schema", &json!({"type": "object"}));
    path["parameters"] = json!([
        {"name": "name", "in": "path", "required": true, "schema": {"type": "string", "enum": names}}
    ]);
    path
}

/// References to parts of one schema become references to components.
fn point_to_components(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get_mut("$ref")
                && let Some(name) = to.strip_prefix("#/$defs/")
            {
                *to = format!("#/components/schemas/{name}");
            }
            fields.values_mut().for_each(point_to_components);
        }
        Value::Array(items) => items.iter_mut().for_each(point_to_components),
        _ => {}
    }
}
