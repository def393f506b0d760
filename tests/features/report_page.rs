//! A report says what the routes say, loads nothing, and works in a browser.
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration as Wait, Instant};
use std::{env, fs, thread};

use trade_corridor::prelude::*;
use trade_corridor::render::report::{
    Bars, Block, Cell, MOST_ROUTES, Report, ReportError, Section, Table,
};

const PROBE: &str = include_str!("probe.js");

fn planner() -> Planner {
    let today = Scenario::on(date(2026, 11, 22));
    Planner::new(Network::europe_central_asia(), &today).expect("a planner")
}

fn routes(planner: &Planner) -> [Route; 3] {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    let objectives = [Objective::Cost, Objective::Time, Objective::Distance];
    objectives.map(|objective| planner.best(&request, &objective).expect("a route"))
}

fn report(planner: &Planner, routes: &[Route]) -> String {
    let policy = Policy::russia_excluded();
    let mut report = Report::new(planner.world()).policy(&policy);
    for route in routes {
        report = report.route(route);
    }
    report.html().expect("a report")
}

/// Text as HTML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[test]
fn it_says_what_the_routes_say_and_the_same_twice() {
    let planner = planner();
    let routes = routes(&planner);
    let html = report(&planner, &routes);
    assert_eq!(html, report(&planner, &routes));
    for route in &routes {
        for warning in route.warnings() {
            assert!(html.contains(&escaped(&warning.to_string())), "{warning}");
        }
        for payee in route.by_payee().keys() {
            assert!(html.contains(&escaped(&payee.to_string())), "{payee}");
        }
        let certificate = route.certificate.as_ref().expect("a certificate");
        assert!(!certificate.rules.is_empty());
        for check in &certificate.rules {
            assert!(
                html.contains(&escaped(&check.stated.to_string())),
                "{check}"
            );
            for operator in &check.operators {
                let last = operator.owners.last().map(|held| held.owner.as_str());
                let name = last.and_then(|id| {
                    let network = planner.world().network();
                    network.party_name(network.party(id)?)
                });
                assert!(
                    name.is_none_or(|name| html.contains(&escaped(name))),
                    "{operator}"
                );
            }
        }
        for sum in route.sources() {
            let source = sum.source.as_deref().unwrap_or("none");
            assert!(
                html.contains(&format!(">{}</th>", escaped(source))),
                "{source}"
            );
        }
        for leg in route.legs() {
            assert!(html.contains(&escaped(&leg.operator)), "{leg:?}");
        }
    }
}

#[test]
fn it_loads_nothing_and_text_stays_text() {
    let planner = planner();
    let [route, ..] = routes(&planner);
    let evil = "</script><script>alert(1)</script>\"'<img src=x onerror=alert(2)>";
    let table = Table::new(evil, [evil])
        .row([Cell::link(evil, "javascript:alert(3)")])
        .row([Cell::link("kept", "https://example.org/?a=1&b=\"2\"")]);
    let section = Section::new(evil)
        .with(Block::text(evil))
        .with(Block::List(vec![evil.to_owned()]))
        .with(Bars::new(
            evil,
            evil,
            [(evil.to_owned(), 1.0), (evil.to_owned(), f64::NAN)],
        ))
        .with(table);
    let html = Report::new(planner.world())
        .title(evil)
        .route(&route)
        .section(section)
        .html()
        .expect("a report");
    assert_eq!(html.matches("<script>").count(), 1);
    assert!(!html.contains("<img") && !html.contains("javascript:"));
    assert!(html.contains("href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\""));
    // Of a report whose text holds no such words.
    let plain = report(&planner, &[route]);
    for loads in [
        "<link", " src=", "@import", "url(http", "<iframe", "<object",
    ] {
        assert!(!plain.contains(loads), "{loads}");
    }
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let planner = planner();
    let [route, ..] = routes(&planner);
    let mut report = Report::new(planner.world());
    for _ in 0..=MOST_ROUTES {
        report = report.route(&route);
    }
    let refusal = report.html().expect_err("too many routes");
    assert!(matches!(refusal, ReportError::TooManyRoutes { routes: 8 }));
    assert_eq!(refusal.code(), "report_too_many_routes");
    assert_eq!(
        refusal.to_string(),
        "8 routes are more than the 7 that can be told apart; make several reports"
    );
}

/// The first Chromium on the path.
fn browser() -> Option<PathBuf> {
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let files = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.into_iter().find(|file| file.is_file())
}

/// What the page looks like after its scripts have run.
fn shown(browser: &Path, folder: &Path, page: &Path) -> String {
    let out = fs::File::create(folder.join("dom.html")).expect("a file");
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1280,1000",
        ])
        .args([
            "--no-first-run",
            "--disable-extensions",
            "--virtual-time-budget=20000",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .stdout(Stdio::from(out))
        .stderr(Stdio::null())
        .spawn()
        .expect("the browser starts");
    let until = Instant::now() + Wait::from_mins(2);
    loop {
        if child.try_wait().expect("the browser's status").is_some() {
            break;
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the browser did not end within 120 s");
        }
        thread::sleep(Wait::from_millis(100));
    }
    fs::read_to_string(folder.join("dom.html")).expect("what the browser wrote")
}

#[test]
fn a_browser_shows_it_without_a_fault_and_its_switches_switch() {
    let Some(browser) = browser() else {
        println!(
            "skipped: a_browser_shows_it_without_a_fault_and_its_switches_switch, no Chromium on the path"
        );
        return;
    };
    let planner = planner();
    let html = report(&planner, &routes(&planner));
    let early = "<head><script>window.faults = [];\
        addEventListener('error', (event) => window.faults.push(event.message));\
        addEventListener('securitypolicyviolation', (event) => window.faults.push(event.blockedURI));\
        console.error = (...words) => window.faults.push(words.join(' '));</script>";
    let html = html.replacen("<head>", early, 1);
    let html = html.replacen("</body>", &format!("<script>{PROBE}</script></body>"), 1);
    let folder = env::temp_dir().join(format!("trade-corridor-report-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let page = folder.join("report.html");
    fs::write(&page, html).expect("a page");
    let dom = shown(&browser, &folder, &page);
    let found = dom
        .split("<pre id=\"found\">")
        .nth(1)
        .and_then(|rest| rest.split("</pre>").next());
    let found = found.unwrap_or_else(|| panic!("the page did not run: {} bytes", dom.len()));
    let found = found
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let found: serde_json::Value = serde_json::from_str(&found).expect("JSON");
    let _ = fs::remove_dir_all(&folder);

    assert_eq!(found["faults"], serde_json::json!([]), "{found}");
    assert_eq!(found["wrong"], serde_json::json!([]), "{found}");
    assert_eq!(found["routes"], 3);
    let count = |key: &str| found[key].as_u64().unwrap_or_default();
    assert!(count("countries") > 20 && count("names") > 20, "{found}");
    assert!(
        count("switches") >= 8 && count("contrasts") > 300,
        "{found}"
    );
    assert!(
        found["seen"].as_array().is_some_and(|seen| seen.len() > 3),
        "{found}"
    );
    let told = found["told"].as_str().unwrap_or_default();
    assert!(!told.is_empty() && !told.starts_with("Point at"), "{found}");
}
