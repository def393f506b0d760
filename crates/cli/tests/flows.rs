//! Commands that ask about a list of flows.

use crate::runs::{Folder, corridor, json, refused};

const FLOWS: &str = "from,to,boxes_a_year\nBaku,Nakhchivan,1000\nBaku,Yerevan,200.5\n";

#[test]
fn the_worst_closures_are_printed_and_written() {
    let folder = Folder::new("spoil", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = [
        "spoil",
        "--demand",
        &flows,
        "--scenario=tripp-opens",
        "--budget=1",
    ];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.starts_with("closures  cut off/year"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("secured first: crossing"),
        "{}",
        run.stdout
    );
    let found = json(&asked);
    assert_eq!(found["curve"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["boxes_millionths"], 1_200_500_000_u64);
    let held = json(&[&asked[..], &["--held-by=GE"]].concat());
    let more = |found: &serde_json::Value| {
        let worst = &found["curve"][0];
        (
            worst["cut_off_boxes_millionths"].as_u64(),
            worst["more_usd_cents"].as_i64(),
        )
    };
    assert!(more(&held) <= more(&found), "{held}");
    assert!(refused(&["spoil", "--demand", &flows, "--budget=0"]).starts_with("0 closures"));
    assert!(refused(&["spoil", "--demand", &flows, "--held-by=Georgia"]).contains("no country"));
    assert!(refused(&["spoil", "--demand=nowhere"]).contains("there is no list `nowhere`"));
}

#[test]
fn tolls_are_printed_and_written() {
    let folder = Folder::new("toll", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = ["toll", "TDC", "--demand", &flows, "--scenario=tripp-opens"];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("most welfare: no toll"),
        "{}",
        run.stdout
    );
    let steps = json(&[&asked[..], &["--ceiling=500"]].concat());
    let logit = json(&[&asked[..], &["--ceiling=500", "--scale=0.01"]].concat());
    for curve in [&steps["curve"], &logit["curve"]] {
        assert_eq!(curve["flows"].as_array().map(Vec::len), Some(2));
        assert!(curve["most_revenue"]["toll_usd_cents"].as_i64() <= Some(50_000));
    }
    let both = json(&[
        "toll",
        "operator:TDC",
        "operator:GR",
        "--demand",
        &flows,
        "--scenario=tripp-opens",
        "--ceiling=300",
    ]);
    let revenue = |it: &serde_json::Value| it["several"]["revenue_usd_cents"].as_i64();
    assert!(revenue(&both) >= Some(0), "{both}");
    assert!(refused(&["toll", "TDC", "--demand", &flows, "--scale=-1"]).contains("a scale of -1"));
}

#[test]
fn games_are_printed_and_written() {
    let folder = Folder::new("game", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = [
        "game",
        "--demand",
        &flows,
        "--player=Georgia=country:GE",
        "--player=Iran=country:IR@south",
        "--player=TDC=operator:TDC@south",
        "--scenario=tripp-opens",
    ];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("Georgia") && run.stdout.contains("TDC (south)"),
        "{}",
        run.stdout
    );
    let outcome = json(&[&asked[..], &["--fallback=20000"]].concat());
    let players = outcome["players"].as_array().expect("players");
    let sum: i64 = players
        .iter()
        .filter_map(|it| it["owen_usd_cents"].as_i64())
        .sum();
    assert_eq!(Some(sum), outcome["worth_usd_cents"].as_i64());
    assert!(refused(&["game", "--demand", &flows, "--player=Georgia"]).contains("names no player"));
}
