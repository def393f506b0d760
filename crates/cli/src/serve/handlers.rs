//! What is asked at which path.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde_json::{Value, json};
use trade_corridor::json::{
    AnswerDocument, ErrorDocument, Outcome, RequestDocument, Schema, VERSION,
};
use trade_corridor::planner::{ErrorKind, Progress};
use trade_corridor::prelude::*;

use super::work::Undone;
use super::{Server, document};

type Shared = State<Arc<Server>>;

/// All paths, with what every answer goes through.
pub(super) fn router(server: &Arc<Server>) -> Router {
    Router::new()
        .route("/v1/route", post(route))
        .route("/v1/batch", post(batch))
        .route("/v1/policies", get(policies))
        .route("/v1/scenarios", get(scenarios))
        .route("/v1/schema/{name}", get(schema))
        .route(
            "/openapi.json",
            get(async || answer(StatusCode::OK, &document::openapi())),
        )
        .route("/health", get(health))
        .route("/metrics", get(metrics))
        .fallback(async || {
            refused(
                StatusCode::NOT_FOUND,
                "http_path",
                "no such path; see /openapi.json",
            )
        })
        .method_not_allowed_fallback(async || {
            let message = "no such method at this path; see /openapi.json";
            refused(StatusCode::METHOD_NOT_ALLOWED, "http_method", message)
        })
        // Bodies have been measured by `read_and_run`.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(server.clone(), timed))
        .with_state(server.clone())
}

/// Answers before which a body may not have been read, so that the connection cannot be used again.
const UNREAD: [StatusCode; 2] = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::GATEWAY_TIMEOUT];

/// Reads the body whatever is asked: a client whose body is left unread may lose the answer with the connection.
async fn read_and_run(server: &Server, request: Request, next: Next) -> Response {
    let (head, sent) = request.into_parts();
    let most = server.limits.body;
    match collected(sent, most).await {
        Some(bytes) => next.run(Request::from_parts(head, bytes.into())).await,
        None => {
            let message =
                format!("a body that is above {most} bytes or broke off; send less at once");
            refused(StatusCode::PAYLOAD_TOO_LARGE, "request_too_long", &message)
        }
    }
}

/// Ends what takes too long, and counts.
async fn timed(State(server): Shared, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let path = document::path_of(request.uri().path());
    let answered =
        tokio::time::timeout(server.limits.time, read_and_run(&server, request, next)).await;
    let mut response = answered.unwrap_or_else(|_| {
        let seconds = server.limits.time.as_secs();
        let message =
            format!("not answered within {seconds} s; ask for less, or raise `--timeout`");
        refused(StatusCode::GATEWAY_TIMEOUT, "timeout", &message)
    });
    if UNREAD.contains(&response.status()) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    server
        .metrics
        .count(path, response.status(), started.elapsed());
    response
}

/// The body of a request, if it is JSON.
fn body(headers: &HeaderMap, sent: &[u8]) -> Result<Value, Box<Response>> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        let message = "the body has to be JSON; send `content-type: application/json`";
        return Err(Box::new(refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "http_content_type",
            message,
        )));
    }
    serde_json::from_slice(sent).map_err(|error| {
        let message = format!("the body is no JSON: {error}");
        Box::new(refused(
            StatusCode::BAD_REQUEST,
            "request_not_json",
            &message,
        ))
    })
}

/// The bytes of a body; nothing where it has more than so many or breaks off. A client that sends somewhat more is let
/// finish, so that it reads the answer.
async fn collected(mut sent: Body, most: usize) -> Option<Vec<u8>> {
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(frame) = sent.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length <= most {
            bytes.extend_from_slice(&data);
        } else if length > most.saturating_mul(4) {
            return None;
        }
    }
    (length <= most).then_some(bytes)
}

async fn route(State(server): Shared, headers: HeaderMap, sent: Bytes) -> Response {
    let value = match body(&headers, &sent) {
        Ok(value) => value,
        Err(refused) => return *refused,
    };
    let asked = match read(value) {
        Ok(asked) => asked,
        Err(refused) => return respond(&server, &refused),
    };
    let shared = server.clone();
    let answered = server.work.run(move |abandoned| {
        let progress = Progress::none().cancelled_by(abandoned);
        shared
            .planners
            .answer_all(std::slice::from_ref(&asked), &progress)
            .pop()
    });
    match answered.await {
        Ok(Some(answer)) => respond(&server, &answer),
        Ok(None) => undone(&server, &Undone::Failed),
        Err(why) => undone(&server, &why),
    }
}

async fn batch(State(server): Shared, headers: HeaderMap, sent: Bytes) -> Response {
    let mut value = match body(&headers, &sent) {
        Ok(value) => value,
        Err(refused) => return *refused,
    };
    let fields = value.as_object_mut();
    let only = fields.is_some_and(|fields| {
        fields
            .remove("version")
            .is_none_or(|version| version == VERSION)
            && fields.len() == 1
            && fields.get("requests").is_some_and(Value::is_array)
    });
    let requests = match value.get_mut("requests").map(Value::take) {
        Some(Value::Array(requests)) if only => requests,
        _ => {
            let message = "a batch is {\"requests\": [...]}, of version 1, and has no other field";
            return refused(StatusCode::BAD_REQUEST, "batch_form", message);
        }
    };
    let most = server.limits.batch;
    if requests.len() > most {
        let message = format!(
            "a batch of {} requests, above {most}; send several",
            requests.len()
        );
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "batch_too_long", &message);
    }
    let shared = server.clone();
    let answered = server.work.run(move |abandoned| {
        let asked: Vec<Result<RequestDocument, Box<AnswerDocument>>> =
            requests.into_iter().map(read).collect();
        let questions: Vec<RequestDocument> = asked.iter().flatten().cloned().collect();
        let progress = Progress::none().cancelled_by(abandoned);
        let mut answers = shared
            .planners
            .answer_all(&questions, &progress)
            .into_iter();
        let all = asked.into_iter().filter_map(|asked| match asked {
            Ok(_) => answers.next(),
            Err(refused) => Some(*refused),
        });
        all.collect::<Vec<AnswerDocument>>()
    });
    match answered.await {
        Ok(answers) => {
            for one in &answers {
                server.metrics.answered(&one.outcome);
            }
            let all = json!({"version": VERSION, "answers": answers});
            answer(StatusCode::OK, &all)
        }
        Err(why) => undone(&server, &why),
    }
}

/// A request, or the answer that says what is wrong with it.
fn read(value: Value) -> Result<RequestDocument, Box<AnswerDocument>> {
    let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    RequestDocument::from_value(value)
        .map_err(|error| Box::new(AnswerDocument::refused(id, &error)))
}

/// An answer with the status that says who can do something about it.
fn respond(server: &Server, document: &AnswerDocument) -> Response {
    server.metrics.answered(&document.outcome);
    let status = match &document.outcome {
        Outcome::Error { error } if error.kind == "input" => StatusCode::BAD_REQUEST,
        Outcome::Error { error } if error.kind == "engine" => StatusCode::UNPROCESSABLE_ENTITY,
        Outcome::Error { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::OK,
    };
    answer(status, document)
}

fn undone(server: &Server, why: &Undone) -> Response {
    match why {
        Undone::Busy => {
            server.metrics.turned_away();
            let message = "too many requests wait already; ask again later";
            let mut response = refused(StatusCode::SERVICE_UNAVAILABLE, "busy", message);
            let later = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, later);
            response
        }
        Undone::Failed => {
            let message =
                "the search ended without an answer, which is a defect of this program; report it";
            refused(StatusCode::INTERNAL_SERVER_ERROR, "defect", message)
        }
    }
}

async fn policies() -> Response {
    let names: Vec<&str> = Policy::presets().collect();
    answer(
        StatusCode::OK,
        &json!({"version": VERSION, "policies": names}),
    )
}

async fn scenarios() -> Response {
    let names: Vec<&str> = Scenario::presets().collect();
    answer(
        StatusCode::OK,
        &json!({"version": VERSION, "scenarios": names}),
    )
}

async fn schema(Path(name): Path<String>) -> Response {
    match name.parse::<Schema>() {
        Ok(schema) => text(
            StatusCode::OK,
            "application/schema+json",
            schema.text().to_owned(),
        ),
        Err(error) => refused(StatusCode::NOT_FOUND, "word", &error.to_string()),
    }
}

async fn health(State(server): Shared) -> Response {
    let (running, waiting) = server.work.load();
    let network = server.planners.network();
    let told = json!({
        "version": VERSION, "status": "ok", "program": env!("CARGO_PKG_VERSION"),
        "network": network.name(), "on": server.planners.day(),
        "running": running, "waiting": waiting,
    });
    answer(StatusCode::OK, &told)
}

async fn metrics(State(server): Shared) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    text(
        StatusCode::OK,
        kind,
        server.metrics.text(server.work.load()),
    )
}

/// A refusal in JSON; its kind follows from the status.
fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let kind = match status {
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => ErrorKind::Engine,
        StatusCode::INTERNAL_SERVER_ERROR => ErrorKind::Defect,
        _ => ErrorKind::Input,
    };
    let error = ErrorDocument::new(code, kind, message);
    answer(status, &AnswerDocument::refused(None, error))
}

fn answer(status: StatusCode, document: &impl Serialize) -> Response {
    match serde_json::to_string(document) {
        Ok(json) => text(status, "application/json", json),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn text(status: StatusCode, kind: &'static str, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, kind)], text).into_response()
}
