//! The server answers as the program does, refuses what is too much, and stops when it is told to.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::runs::{command, corridor, refused};

/// A running server, stopped at the end.
struct Server {
    child: Child,
    address: String,
    agent: ureq::Agent,
}

impl Server {
    fn start(more: &[&str]) -> Self {
        let mut child = command(&[&["serve", "--listen", "127.0.0.1:0"], more].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .expect("an address");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // The server closes connections whose body it did not read; each question has its own.
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_mins(2)));
        Self {
            address: address.to_owned(),
            agent: config.build().into(),
            child,
        }
    }

    fn post(&self, path: &str, body: &str) -> (u16, Value) {
        let url = format!("http://{}{path}", self.address);
        let request = self
            .agent
            .post(&url)
            .header("content-type", "application/json; charset=utf-8");
        let response = request.send(body);
        let mut response = response.unwrap_or_else(|error| panic!("{path} {body}: {error}"));
        let text = response
            .body_mut()
            .with_config()
            .limit(1 << 28)
            .read_to_string()
            .expect("text");
        (
            response.status().as_u16(),
            serde_json::from_str(&text).expect("JSON"),
        )
    }

    fn text(&self, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.address);
        let mut response = self.agent.get(&url).call().expect("a response");
        (
            response.status().as_u16(),
            response.body_mut().read_to_string().expect("text"),
        )
    }

    fn get(&self, path: &str) -> Value {
        let (status, text) = self.text(path);
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = std::process::Command::new("kill")
            .args([name, &id])
            .status();
        assert!(sent.expect("`kill` is there").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_answers_as_the_program_does() {
    let server = Server::start(&[]);
    let asked =
        json!({"from": "Almaty", "to": "Istanbul", "policy": "russia-excluded", "least": "time"});
    let (status, answer) = server.post("/v1/route", &asked.to_string());
    assert_eq!(status, 200);
    let plan = corridor(&[
        "plan",
        "Almaty",
        "Istanbul",
        "--policy=russia-excluded",
        "--least=time",
        "--json",
    ]);
    assert_eq!(
        answer,
        serde_json::from_str::<Value>(&plan.stdout).expect("an object")
    );

    let other = json!({"id": "b", "from": "Khorgos", "to": "Moscow", "policy": "russia-excluded"});
    let unknown = json!({"id": "c", "from": "Khorgos", "to": "Atlantis"});
    let wrong = json!({"id": "d", "form": "Khorgos"});
    let all = json!({"requests": [asked, other, unknown, wrong]});
    let (status, answers) = server.post("/v1/batch", &all.to_string());
    assert_eq!((status, &answers["version"]), (200, &json!(1)));
    let answers = answers["answers"].as_array().expect("a list");
    assert_eq!(answers[0], answer);
    let words: Vec<&str> = answers
        .iter()
        .map(|one| one["answer"].as_str().expect("a word"))
        .collect();
    assert_eq!(words, ["route", "no_route", "error", "error"]);
    let ids: Vec<&Value> = answers.iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&Value::Null, &json!("b"), &json!("c"), &json!("d")]);
    assert_eq!(
        server.post("/v1/route", &other.to_string()).0,
        200,
        "no route is an answer"
    );
    assert_eq!(server.post("/v1/route", &unknown.to_string()).0, 400);
    assert_eq!(server.post("/v1/route", &wrong.to_string()).1, answers[3]);

    let names = server.get("/v1/policies");
    assert!(
        names["policies"]
            .as_array()
            .expect("a list")
            .contains(&json!("russia-excluded"))
    );
    assert!(
        server
            .get("/v1/scenarios")
            .to_string()
            .contains("tripp-opens")
    );
    let schema: Value =
        serde_json::from_str(&corridor(&["schema", "answer"]).stdout).expect("an object");
    assert_eq!(server.get("/v1/schema/answer"), schema);
    assert_eq!(server.text("/v1/schema/reply").0, 404);
    let health = server.get("/health");
    assert_eq!(
        (&health["status"], &health["running"]),
        (&json!("ok"), &json!(0))
    );

    let (_, metrics) = server.text("/metrics");
    for line in [
        "corridor_requests_total{path=\"/v1/route\",status=\"200\"} 2",
        "corridor_requests_total{path=\"/v1/route\",status=\"400\"} 2",
        "corridor_requests_total{path=\"/v1/schema/{name}\",status=\"404\"} 1",
        "corridor_answers_total{answer=\"route\"} 2",
        "corridor_answers_total{answer=\"no_route\"} 2",
        "corridor_answers_total{answer=\"error\"} 4",
        "corridor_request_seconds_count",
        "# EOF",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

#[test]
fn its_document_describes_what_it_answers() {
    let server = Server::start(&[]);
    let document = server.get("/openapi.json");
    assert_eq!(document["openapi"], "3.1.0");
    // Every reference leads somewhere.
    let text = document.to_string();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().expect("its end");
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    let of = |name: &str| {
        let mut schema = document.clone();
        schema["$ref"] = json!(format!("#/components/schemas/{name}"));
        jsonschema::options().build(&schema).expect("a schema")
    };
    let (request, answer) = (of("Request"), of("Answer"));
    for asked in [
        json!({"from": "Baku", "to": "Tbilisi", "include": ["geojson"]}),
        json!({"from": "Baku", "to": "Moscow", "policy": "russia-excluded"}),
        json!({"from": "Baku", "to": "Atlantis"}),
    ] {
        assert!(request.is_valid(&asked));
        let (_, told) = server.post("/v1/route", &asked.to_string());
        assert!(answer.is_valid(&told), "{told}");
        let (_, all) = server.post("/v1/batch", &json!({"requests": [asked]}).to_string());
        assert!(of("Answers").is_valid(&all), "{all}");
    }
    for path in document["paths"].as_object().expect("paths").keys() {
        let (status, _) = server.text(&path.replace("{name}", "answer"));
        let is_post = document["paths"][path]["post"].is_object();
        assert_eq!(status, if is_post { 405 } else { 200 }, "{path}");
    }
}

#[test]
fn what_is_no_request_is_refused_in_json() {
    let server = Server::start(&["--max-body=2000", "--max-batch=3"]);
    let long = json!({"from": "a".repeat(3_000), "to": "b"}).to_string();
    let many = json!({"requests": [{}, {}, {}, {}]}).to_string();
    for (path, body, status, code) in [
        ("/v1/route", "", 400, "request_not_json"),
        ("/v1/route", "{", 400, "request_not_json"),
        ("/v1/route", "[]", 400, "request_not_an_object"),
        ("/v1/route", "{\"version\":2}", 400, "request_version"),
        ("/v1/route", &long, 413, "request_too_long"),
        ("/v1/batch", &many, 413, "batch_too_long"),
        ("/v1/batch", "{\"requests\":1}", 400, "batch_form"),
        (
            "/v1/batch",
            "{\"requests\":[],\"more\":1}",
            400,
            "batch_form",
        ),
        ("/v1/batch", "[]", 400, "batch_form"),
        ("/v2/route", "{}", 404, "http_path"),
        ("/health", "{}", 405, "http_method"),
    ] {
        let (found, answer) = server.post(path, body);
        assert_eq!(
            (found, &answer["error"]["code"]),
            (status, &json!(code)),
            "{path} {body}: {answer}"
        );
        assert!(
            answer["error"]["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
    let url = format!("http://{}/v1/route", server.address);
    let plain = server
        .agent
        .post(&url)
        .header("content-type", "text/plain")
        .send("{}");
    assert_eq!(plain.expect("a response").status().as_u16(), 415);
    let (status, _) = server.text("/health");
    assert_eq!(status, 200, "it is still there");
}

#[test]
fn time_and_the_queue_are_bounded() {
    let server = Server::start(&["--timeout=1", "--concurrency=1", "--queue=0"]);
    // A body that never comes.
    let mut slow = TcpStream::connect(&server.address).expect("it listens");
    slow.write_all(b"POST /v1/route HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{")
        .expect("written");
    let started = Instant::now();
    let mut text = [0; 512];
    let read = slow.read(&mut text).expect("an answer");
    let text = String::from_utf8_lossy(&text[..read]);
    assert!(text.starts_with("HTTP/1.1 504 "), "{text}");
    assert!(started.elapsed() < Duration::from_secs(30));

    // While worlds are made that were not asked for before, others find no place.
    let batch = |year: usize| {
        let days = (1..=12).map(
            |month| json!({"from": "Baku", "to": "Kars", "on": format!("20{year}-{month:02}-01")}),
        );
        json!({"requests": days.collect::<Vec<_>>()}).to_string()
    };
    let codes = std::thread::scope(|scope| {
        let ask = |year| {
            let (server, body) = (&server, batch(year));
            scope.spawn(move || {
                let (status, answer) = server.post("/v1/batch", &body);
                (
                    status,
                    answer["error"]["code"]
                        .as_str()
                        .unwrap_or_default()
                        .to_owned(),
                )
            })
        };
        let threads: Vec<_> = (20..24).map(ask).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect::<Vec<_>>()
    });
    assert!(
        codes
            .iter()
            .any(|(status, code)| *status == 503 && code == "busy"),
        "{codes:?}"
    );
    assert!(
        codes
            .iter()
            .all(|(status, _)| [200, 503, 504].contains(status)),
        "{codes:?}"
    );
    // What was ended makes room again.
    let ready = Instant::now();
    loop {
        let (status, _) = server.post("/v1/route", "{\"from\":\"Baku\",\"to\":\"Tbilisi\"}");
        if status == 200 {
            break;
        }
        assert!(ready.elapsed() < Duration::from_mins(1), "{status}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
#[cfg(unix)]
fn it_stops_when_it_is_told_to() {
    for name in ["-INT", "-TERM"] {
        let mut server = Server::start(&[]);
        // An idle connection does not hold it up.
        let _idle = TcpStream::connect(&server.address).expect("it listens");
        assert_eq!(server.get("/health")["status"], "ok");
        server.signal(name);
        let status = server.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{name}");
        let mut errors = String::new();
        let mut stderr = server.child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut errors).expect("text");
        assert_eq!(errors, "");
        assert!(
            TcpStream::connect(&server.address).is_err(),
            "it listens no more"
        );
    }
}

#[test]
fn what_cannot_be_served_is_refused() {
    let server = Server::start(&[]);
    let error = refused(&["serve", "--listen", &server.address]);
    assert!(
        error.starts_with(&format!("cannot listen on {}: ", server.address)),
        "{error}"
    );
    for (arguments, words) in [
        (["serve", "--listen=everywhere"], "everywhere"),
        (["serve", "--timeout=0"], "0"),
        (["serve", "--concurrency=0"], "0"),
        (
            ["serve", "--scenario=tripp-open"],
            "did you mean `tripp-opens`",
        ),
    ] {
        let error = refused(&arguments);
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}
