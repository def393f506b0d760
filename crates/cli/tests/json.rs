//! What is written in JSON is what the schemas say, and what they say is read.

use std::io::Write as _;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::runs::{Folder, corridor};

fn schema(name: &str) -> Validator {
    let run = corridor(&["schema", name]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let value: Value = serde_json::from_str(&run.stdout).expect("one object");
    assert_eq!(
        value["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    jsonschema::options()
        .should_validate_formats(true)
        .build(&value)
        .expect("a schema")
}

/// Every line is of the schema.
fn lines(schema: &Validator, text: &str) -> Vec<Value> {
    let read = text.lines().map(|line| {
        let value: Value = serde_json::from_str(line).expect("an object");
        let errors: Vec<String> = schema
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{line}");
        value
    });
    read.collect()
}

/// Requests of every kind, each with the answer that it should have and its code.
fn requests() -> Vec<(Value, &'static str, &'static str)> {
    let tight = json!({"schema": 1, "name": "tight", "rule": [{"limit": {"hours": 1}}]});
    let border = json!({
        "schema": 1, "date": "2027-06-01", "name": "the border opens",
        "change": [{"open": "crossing:x-am-tr-akhurik-rail"}],
    });
    vec![
        (json!({"from": "Khorgos", "to": "Istanbul"}), "route", ""),
        (
            json!({"version": 1, "from": "CNHGS", "to": "TRIST", "policy": "russia-excluded"}),
            "route",
            "",
        ),
        (
            json!({"from": "Almaty", "to": "Vienna", "least": "direct", "include": ["geojson", "saved_route"]}),
            "route",
            "",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "unit": "wagon", "mass_tonnes": 60, "least": "time"}),
            "route",
            "",
        ),
        (
            json!({"from": "Baku", "to": "Istanbul", "unit": "trailer", "plate": "GE", "without": ["IR", "sea"]}),
            "route",
            "",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "via": ["Aktau", "Poti"], "must_use": ["operator:ASCO"]}),
            "route",
            "",
        ),
        (
            json!({"from": "Baku", "to": "Nakhchivan", "scenario": "tripp-opens", "on": "2029-06-01"}),
            "route",
            "",
        ),
        (
            json!({"from": "Gyumri", "to": "Kars", "scenario": border}),
            "route",
            "",
        ),
        (
            json!({"from": "Khorgos", "to": "Moscow", "policy": "russia-excluded"}),
            "no_route",
            "endpoint_excluded",
        ),
        (
            json!({"from": "Baku", "to": "Baku"}),
            "no_route",
            "same_place",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "policy": tight}),
            "no_route",
            "limits_too_tight",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "without": ["KZ"]}),
            "no_route",
            "endpoint_excluded",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "without": ["rail", "road"]}),
            "no_route",
            "blocked_by_rules",
        ),
        (
            json!({"id": "x", "from": "Almaty", "to": "Atlantis"}),
            "error",
            "place_unknown",
        ),
        (
            json!({"id": "y", "from": "Almaty", "too": "Istanbul", "least": "beauty"}),
            "error",
            "request_missing_field",
        ),
        (
            json!({"from": "Almaty", "to": "Istanbul", "must_use": ["operator:ADYY"]}),
            "error",
            "policy_unknown_name",
        ),
        (json!([]), "error", "request_not_an_object"),
    ]
}

#[test]
fn what_is_answered_is_of_the_schema() {
    let answers = schema("answer");
    let asked = requests();
    let lines_of_text: Vec<String> = asked
        .iter()
        .map(|(request, ..)| request.to_string())
        .collect();
    let text = lines_of_text.join("\n\n") + "\n";
    let folder = Folder::new("jsonl", &[("requests.jsonl", &(text + "{\"from\":\n"))]);
    let run = corridor(&["batch", &folder.file("requests.jsonl"), "--policy=open"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let answered = lines(&answers, &run.stdout);
    let found: Vec<(&str, &str)> = answered
        .iter()
        .map(|answer| {
            let word = answer["answer"].as_str().expect("a word");
            let code = answer["no_route"]["code"].as_str();
            (
                word,
                code.or(answer["error"]["code"].as_str()).unwrap_or(""),
            )
        })
        .collect();
    let mut expected: Vec<(&str, &str)> = asked
        .iter()
        .map(|(_, answer, code)| (*answer, *code))
        .collect();
    expected.push(("error", "request_not_json"));
    assert_eq!(found, expected);
    let marked = |id: &str| answered.iter().filter(|answer| answer["id"] == id).count();
    assert_eq!(
        (marked("x"), marked("y")),
        (1, 1),
        "what is refused keeps its mark"
    );
    assert!(
        run.stderr
            .contains("8 routes, 5 without a route, 5 that cannot be asked"),
        "{}",
        run.stderr
    );

    let plan = corridor(&["plan", "Khorgos", "Moscow", "--json"]);
    assert_eq!(plan.status, 1);
    assert_eq!(lines(&answers, &plan.stdout).len(), 8);
    let compared = corridor(&[
        "compare",
        "Baku",
        "Kars",
        "--policy=open",
        "--policy=iran-excluded",
        "--json",
    ]);
    assert_eq!(lines(&answers, &compared.stdout).len(), 2);
    let why = schema("why-not");
    for arguments in [
        &["why-not", "Khorgos", "Moscow", "--json"][..],
        &["why-not", "Almaty", "Istanbul", "--json"],
        &[
            "why-not",
            "Almaty",
            "Istanbul",
            "--policy=open",
            "--without=rail",
            "--without=road",
            "--json",
        ],
    ] {
        assert_eq!(
            lines(&why, &corridor(arguments).stdout).len(),
            1,
            "{arguments:?}"
        );
    }
    let settled = corridor(&[
        "settle",
        "TITR",
        "Aktau",
        "Tbilisi",
        "--policy=open",
        "--json",
    ]);
    assert_eq!(lines(&schema("settlement"), &settled.stdout).len(), 3);
    let sure = schema("sure");
    for second in ["--policy=iran-excluded", "--policy=russia-excluded"] {
        let arguments = [
            "sure",
            "Baku",
            "Moscow",
            "--draws=8",
            "--policy=open",
            second,
            "--json",
        ];
        assert_eq!(
            lines(&sure, &corridor(&arguments).stdout).len(),
            2,
            "{second}"
        );
    }
}

#[test]
fn what_is_answered_of_a_list_of_flows_is_of_its_schema() {
    // The last one has no way without Russia.
    let flows =
        "from,to,boxes_a_year\nBaku,Nakhchivan,1000\nTbilisi,Yerevan,200.5\nBaku,Moscow,7\n";
    let folder = Folder::new("flows-json", &[("flows.csv", flows)]);
    let flows = folder.file("flows.csv");
    for (name, words) in [
        ("money", ""),
        ("gains", "--scenario=tripp-opens"),
        ("gains", "--scenario=tripp-opens --no-lacks"),
        ("depends", "territory:GE --whose=AM --ends=50 --trials=5"),
        ("depends", "crossing:x-az-ge-boyuk-kesik-rail"),
        ("spoil", "--scenario=tripp-opens --budget=1"),
        ("spoil", "--held-by=GE --budget=1"),
        ("toll", "TDC --scenario=tripp-opens --points=3"),
        (
            "toll",
            "TDC --scenario=tripp-opens --scale=0.005 --ceiling=500 --points=3",
        ),
        (
            "toll",
            "operator:TDC operator:GR --scenario=tripp-opens --ceiling=300",
        ),
        (
            "game",
            "--player=GE=country:GE --player=IR=country:IR@south",
        ),
        ("game", "--player=GE=country:GE --fallback=20000"),
        ("flows", "--scenario=tripp-opens"),
        ("flows", "--alone --least"),
        (
            "projects",
            "--budget=1000 --project=TRIPP-rail --cost=TRIPP-rail=100..200..400",
        ),
        ("projects", "--budget=1 --net --hour=0.1 --queues=0.004"),
    ] {
        let words: Vec<&str> = words.split_whitespace().collect();
        let asked = [&[name, "--demand", &flows, "--json"][..], &words].concat();
        let run = corridor(&asked);
        assert_eq!(run.stderr, "", "{asked:?}");
        let found = lines(&schema(name), &run.stdout);
        assert_eq!(found.len(), 1, "{asked:?}");
        let told = &found[0]["asked"];
        assert_eq!(told["policy"], "russia-excluded", "{asked:?}");
        assert_eq!(told["boxes_millionths"], 1_207_500_000_u64, "{asked:?}");
    }
}

#[test]
fn the_schema_of_requests_accepts_what_is_read_and_refuses_what_is_not() {
    let requests_schema = schema("request");
    for (request, answer, code) in requests() {
        // What is no place, or not of the network, only the network can say.
        let is_form = code.starts_with("request_");
        assert_eq!(
            requests_schema.is_valid(&request),
            answer != "error" || !is_form,
            "{request}"
        );
    }
    for wrong in [
        json!({"from": "a"}),
        json!({"from": "a", "to": 3}),
        json!({"from": "a", "to": "b", "version": 2}),
        json!({"from": "a", "to": "b", "tonnes": 3}),
        json!({"from": "a", "to": "b", "unit": "barrel"}),
        json!({"from": "a", "to": "b", "count": 0}),
        json!({"from": "a", "to": "b", "mass_tonnes": -1}),
        json!({"from": "a", "to": "b", "on": "soon"}),
        json!({"from": "a", "to": "b", "plate": "Turkey"}),
        json!({"from": "a", "to": "b", "policy": {"rule": []}}),
    ] {
        assert!(!requests_schema.is_valid(&wrong), "{wrong}");
        let line = wrong.to_string();
        let folder = Folder::new("wrong", &[("one.jsonl", &line)]);
        let run = corridor(&["batch", &folder.file("one.jsonl")]);
        assert!(
            run.stdout.contains("\"answer\":\"error\""),
            "{wrong}: {}",
            run.stdout
        );
    }
}

#[test]
fn schemas_come_one_by_one_or_all_at_once() {
    let all: Value = serde_json::from_str(&corridor(&["schema"]).stdout).expect("one object");
    let names: Vec<&String> = all.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        [
            "answer",
            "depends",
            "flows",
            "gains",
            "game",
            "money",
            "projects",
            "request",
            "settlement",
            "spoil",
            "sure",
            "toll",
            "why-not"
        ]
    );
    let one: Value =
        serde_json::from_str(&corridor(&["schema", "request"]).stdout).expect("one object");
    assert_eq!(all["request"], one);
    let error = crate::runs::refused(&["schema", "reply"]);
    assert!(
        error.contains("`reply`") && error.contains("`answer`"),
        "{error}"
    );
}

#[test]
fn lines_take_their_defaults_from_the_options_and_go_on_where_they_stopped() {
    let text = "{\"from\":\"Baku\",\"to\":\"Tbilisi\"}\n{\"from\":\"Baku\",\"to\":\"Tbilisi\",\"policy\":\"open\",\"least\":\"time\"}\n{\"from\":\"Baku\",\"to\":\"Kars\"}";
    let folder = Folder::new("lines", &[("some.ndjson", text)]);
    let (table, out) = (folder.file("some.ndjson"), folder.file("answers.jsonl"));
    let arguments = [
        "batch",
        &table,
        "--policy=iran-excluded",
        "--least=distance",
        "--unit=20ft",
        "--on=2025-05-05",
        "--out",
        &out,
    ];
    let run = corridor(&arguments);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let whole = std::fs::read_to_string(&out).expect("written");
    let asked: Vec<Value> = whole
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("an object")["asked"].clone())
        .collect();
    let words: Vec<[&str; 3]> = asked
        .iter()
        .map(|asked| ["policy", "least", "on"].map(|name| asked[name].as_str().expect("a word")))
        .collect();
    assert_eq!(
        words,
        [
            ["iran-excluded", "distance", "2025-05-05"],
            ["open", "time", "2025-05-05"],
            ["iran-excluded", "distance", "2025-05-05"]
        ]
    );
    assert!(asked.iter().all(|asked| asked["goods"]["unit"] == "20ft"));
    let ruled = corridor(&["batch", &table, "--policy=open", "--via=Yerevan"]);
    assert_eq!(ruled.stdout.lines().count(), 3, "{}", ruled.stderr);
    for line in ruled.stdout.lines() {
        let answer: Value = serde_json::from_str(line).expect("an object");
        assert!(
            answer["route"]["countries"].to_string().contains("AM"),
            "{line}"
        );
    }
    let second = whole.match_indices('\n').nth(1).expect("two lines").0;
    for kept in [0, 5, second, second + 1, whole.len()] {
        std::fs::write(&out, &whole[..kept]).expect("writable");
        let run = corridor(&[&arguments[..], &["--resume"]].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert_eq!(
            std::fs::read_to_string(&out).expect("there"),
            whole,
            "cut at {kept}"
        );
    }
    std::fs::write(&out, "a,b\n").expect("writable");
    let error = crate::runs::refused(&[&arguments[..], &["--resume"]].concat());
    assert!(error.contains("line 1 is no answer"), "{error}");
}

#[test]
fn standard_input_may_be_lines_of_json() {
    let mut child = crate::runs::command(&["batch", "-", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let long = "x".repeat(2 << 20);
    writeln!(
        stdin,
        "{{\"from\":\"Baku\",\"to\":\"Tbilisi\"}}\n{{\"from\":\"{long}\"}}\n\u{7f}"
    )
    .expect("written");
    stdin
        .write_all(b"\xff\n{\"from\":\"Baku\",\"to\":\"Kars\"}")
        .expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).expect("text");
    let answers = lines(&schema("answer"), &text);
    let codes: Vec<Option<&str>> = answers
        .iter()
        .map(|answer| answer["error"]["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            None,
            Some("request_too_long"),
            Some("request_not_json"),
            Some("request_not_json"),
            None
        ]
    );
}
