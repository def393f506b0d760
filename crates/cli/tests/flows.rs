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
    for value in ["owen_usd_cents", "nucleolus_usd_cents"] {
        let sum: i64 = players.iter().filter_map(|it| it[value].as_i64()).sum();
        assert_eq!(Some(sum), outcome["worth_usd_cents"].as_i64(), "{value}");
    }
    assert!(run.stdout.contains("nucleolus"), "{}", run.stdout);
    assert!(refused(&["game", "--demand", &flows, "--player=Georgia"]).contains("names no player"));
}

#[test]
fn projects_are_printed_and_written() {
    let folder = Folder::new("projects", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = [
        "projects",
        "--demand",
        &flows,
        "--policy=open",
        "--budget=2000",
        "--project=TRIPP-rail",
        "--project=TRIPP-road",
        "--project=AM-AZ-border",
        "--cost=TRIPP-road=100..200..400",
        "--draws=20",
    ];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for said in ["most savings under a budget of 2000.00: ", "over 20 draws"] {
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
    let found = json(&[&asked[..], &["--net", "--hour=0.1", "--queues=0.004"]].concat());
    assert_eq!(found["projects"].as_array().map(Vec::len), Some(3));
    assert_eq!(found["aim"], "net");
    assert!(
        found["best"]["saved_usd_cents"].as_i64() >= Some(0),
        "{found}"
    );
    assert!(
        found["queues"]["before_usd_cents"].as_i64() > Some(0),
        "{found}"
    );
    let refused = |more: &str| refused(&[&asked[..], &[more]].concat());
    assert!(refused("--project=TRIPP-rial").contains("did you mean `TRIPP-rail`?"));
    assert!(refused("--cost=TRIPP-rail=1..2").contains("states no cost"));
    assert!(refused("--years=0").contains("years is 0"));
}

/// Boxes a year of a JSON field in millionths.
fn boxes(value: &serde_json::Value) -> f64 {
    value.as_f64().expect("millionths") / 1e6
}

#[test]
fn flows_are_spread_and_jams_are_told() {
    let list = "from,to,boxes_a_year\nAlmaty,Istanbul,12000.5\nBaku,Poti,500\n";
    let narrow = "subject,ways,measure,a_year,basis,year\n\
                  crossing:x-ge-tr-kartsakhi-rail,both,wagons,100,design,2024\n\
                  crossing:x-az-ge-boyuk-kesik-rail,both,wagons,90000,design,2024\n";
    let folder = Folder::new("spread", &[("flows.csv", list), ("capacities.csv", narrow)]);
    let flows = folder.file("flows.csv");
    let capacities = format!("--capacities={}", folder.file("capacities.csv"));
    let asked = ["flows", "--demand", &flows, "--policy=open", &capacities];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for words in [
        "      12000                            Almaty to Istanbul",
        "crossing x-ge-tr-kartsakhi-rail",
        "1 more with a capacity are passed, each used less than 80 %",
        "without a known capacity, unlimited here",
        "12500 boxes a year have a way, 0 have none; no flow has a cheaper way left",
    ] {
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
    let found = json(&asked);
    let ways = found["flows"][0]["ways"].as_array().expect("ways");
    let sum: f64 = ways.iter().map(|way| boxes(&way["boxes_millionths"])).sum();
    assert!((sum - 12_000.5).abs() < 1e-6, "{sum}");
    let jam = &found["jams"][0];
    assert_eq!(jam["at"]["id"], "x-ge-tr-kartsakhi-rail");
    // A hundred wagons a year: whoever comes by train waits, and most take other ways.
    assert!(jam["queue_minutes"].as_i64() > Some(60), "{jam}");
    let map = folder.file("flows.svg");
    let drawn = corridor(&[&asked[..], &["--map", &map]].concat());
    assert_eq!((drawn.status, drawn.stdout == run.stdout), (0, true));
    assert!(drawn.stderr.contains("written to "), "{}", drawn.stderr);
    let svg = std::fs::read_to_string(&map).expect("a map");
    for words in [
        "<g class=\"marks\"",
        "x-ge-tr-kartsakhi-rail: ",
        "boxes a year",
    ] {
        assert!(svg.contains(words), "{words}");
    }
    let widened = json(&[&asked[..4], &["--alone"]].concat());
    let through = |found: &serde_json::Value| {
        let ways = found["flows"][0]["ways"].as_array().expect("ways");
        let by = |way: &&serde_json::Value| way.to_string().contains("x-ge-tr-kartsakhi-rail");
        let by = ways.iter().filter(by);
        by.map(|way| boxes(&way["boxes_millionths"])).sum::<f64>()
    };
    assert!(through(&found) < 0.5 * through(&widened));
    let least = json(&[&asked[..4], &["--alone", "--least"]].concat());
    let first = &least["flows"][0]["ways"][0];
    assert_eq!(first["share_percent"], 100.0, "{first}");
}

#[test]
fn flows_without_a_way_keep_their_row() {
    let list = "from,to,boxes_a_year\nBaku,Tbilisi,10\nKhorgos,Moscow,5\n";
    let folder = Folder::new("spread-mixed", &[("flows.csv", list)]);
    let flows = folder.file("flows.csv");
    let run = corridor(&["flows", "--demand", &flows, "--policy=russia-excluded"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    for words in ["Khorgos to Moscow", "without a way: ", "5 have none"] {
        assert!(run.stdout.contains(words), "{words} in {}", run.stdout);
    }
}

#[test]
fn settings_and_capacities_that_make_no_sense_are_refused() {
    let bad = "subject,measure,a_year,basis,year\ncrossing:x,carts,5,design,2024\n";
    let folder = Folder::new("spread-bad", &[("flows.csv", FLOWS), ("bad.csv", bad)]);
    let flows = folder.file("flows.csv");
    let refused = |more: &[&str]| refused(&[&["flows", "--demand", &flows], more].concat());
    assert!(refused(&["--scale=0"]).contains("a scale of 0"));
    assert!(refused(&["--ways=51"]).contains("ways is 51; it has to be from 1 to 50"));
    assert!(refused(&["--value-of-time=-1"]).contains("-1"));
    let capacities = format!("--capacities={}", folder.file("bad.csv"));
    let error = refused(&[&capacities]);
    assert!(
        error.contains("bad.csv`") && error.contains("line 2, column `measure`"),
        "{error}"
    );
    assert!(refused(&["--capacities=nowhere.csv"]).contains("cannot read `nowhere.csv`"));
    let doubled = "from,to,boxes_a_year\nBaku,Poti,2000000000\n";
    let folder = Folder::new("spread-absurd", &[("flows.csv", doubled)]);
    let error = crate::runs::refused(&["flows", "--demand", &folder.file("flows.csv")]);
    assert!(error.contains("line 2, column `boxes_a_year`"), "{error}");
}
