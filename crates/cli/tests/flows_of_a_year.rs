//! Commands that follow the money of flows, and say who gains by a world and who depends on whom.

use crate::runs::{Folder, cells, corridor, json, refused};

const FLOWS: &str = "from,to,boxes_a_year\nBaku,Nakhchivan,1000\nTbilisi,Yerevan,200.5\n";

fn sum(rows: &serde_json::Value, of: impl Fn(&serde_json::Value) -> i64) -> i64 {
    rows.as_array().expect("rows").iter().map(of).sum()
}

fn cents(value: &serde_json::Value) -> i64 {
    value.as_i64().expect("cents")
}

#[test]
fn money_is_followed_to_the_cent() {
    let folder = Folder::new("money", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = ["money", "--demand", &flows, "--policy=open"];
    let found = json(&asked);
    let paid = sum(&found["money"]["paid"], |row| cents(&row["usd_cents"]));
    assert!(paid > 0);
    assert_eq!(
        paid,
        sum(&found["money"]["received"], |row| cents(&row["usd_cents"]))
    );
    assert_eq!(found["boxes_millionths"], 1_200_500_000_u64);
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.starts_with("1200.5 boxes a year\n"),
        "{}",
        run.stdout
    );
    let rows = cells(&corridor(&[&asked[..], &["--csv"]].concat()).stdout);
    assert_eq!(
        rows[0],
        ["payee", "recipient", "country", "share_percent", "usd"]
    );
    let usd = rows[1..]
        .iter()
        .map(|row| row[4].parse::<f64>().expect("USD"));
    assert_eq!((usd.sum::<f64>() * 100.0).round() as i64, paid);

    // Trucks of a country may not enter Russia; what has no way is told and does not spoil the rest.
    let mixed = "from,to,boxes_a_year\nBaku,Tbilisi,10\nKhorgos,Moscow,5\n";
    let folder = Folder::new("money-mixed", &[("flows.csv", mixed)]);
    let run = corridor(&[
        "money",
        "--demand",
        &folder.file("flows.csv"),
        "--policy=russia-excluded",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout.contains("not in it: Khorgos to Moscow: "),
        "{}",
        run.stdout
    );
}

#[test]
fn gains_balance() {
    let folder = Folder::new("gains", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = [
        "gains",
        "--demand",
        &flows,
        "--policy=open",
        "--scenario=tripp-opens",
    ];
    let found = json(&asked);
    let change = |row: &serde_json::Value, of: &str| {
        cents(&row[of]["after_usd_cents"]) - cents(&row[of]["before_usd_cents"])
    };
    let of = |name: &str| sum(&found["countries"], |row| change(row, name));
    assert_eq!(of("shippers"), of("operators") + of("treasury"));
    assert_eq!(of("shippers"), of("owners") + of("treasury"));
    assert_eq!(found["flows"].as_array().map(Vec::len), Some(2));
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("USD a year gained"), "{}", run.stdout);
    // Rows without a change are counted and not printed; JSON has them all.
    let rows = found["countries"].as_array().expect("rows");
    let parts = ["shippers", "operators", "owners", "treasury", "hours"];
    let is_same = |row: &&serde_json::Value| {
        parts.iter().all(|part| {
            let worlds = row[part].as_object().expect("two worlds");
            let mut values = worlds.values();
            values.next() == values.next()
        })
    };
    let same = rows.iter().filter(is_same).count();
    assert!(same > 1 && same < rows.len(), "{same}");
    let told = format!("\n{same} countries without a change\n");
    assert!(run.stdout.contains(&told), "{}", run.stdout);
    let zeros = run.stdout.lines().filter(|line| {
        let cells = line.split_whitespace().skip(1);
        cells.clone().count() == 5 && cells.clone().all(|cell| cell == "+0")
    });
    assert_eq!(zeros.count(), 0, "{}", run.stdout);
    let error = refused(&[&asked[..], &["--importers=120"]].concat());
    assert!(error.contains("120"), "{error}");
}

#[test]
fn dependence_is_told_and_what_ends_it() {
    let folder = Folder::new("depends", &[("flows.csv", FLOWS)]);
    let flows = folder.file("flows.csv");
    let asked = [
        "depends",
        "territory:GE",
        "--demand",
        &flows,
        "--policy=open",
    ];
    let found = json(&asked);
    let depends = &found;
    assert_eq!(depends["all"]["flows"], 2);
    assert!(cents(&depends["touching"]["usd_cents"]) <= cents(&depends["all"]["usd_cents"]));
    assert!(depends["touching"]["flows"].as_u64() >= Some(1));
    let yerevan = json(&[&asked[..], &["--whose=Yerevan"]].concat());
    assert_eq!(yerevan["all"]["flows"], 1);
    let armenia = json(&[&asked[..], &["--whose=AM"]].concat());
    assert_eq!(armenia["all"], yerevan["all"]);
    let ends = json(&[
        "depends",
        "owner:RU",
        "--demand",
        &flows,
        "--policy=open",
        "--ends=100",
    ]);
    assert_eq!(
        ends["ends"]["sets"][0]["measures"].as_array().map(Vec::len),
        Some(0)
    );
    let run = corridor(&[&asked[..], &["--ends=0", "--trials=3"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("3 sets tried, not all there are"),
        "{}",
        run.stdout
    );
    for (on, words) in [
        ("GE", "is nothing to depend on"),
        ("operator:", "names nothing"),
        ("owner:Georgia", "Georgia"),
    ] {
        let error = refused(&["depends", on, "--demand", &flows]);
        assert!(error.contains(words), "{on}: {error}");
    }
    let error = refused(&["depends", "operator:nobody", "--demand", &flows]);
    assert!(error.contains("nobody"), "{error}");
}

#[test]
fn lists_are_read_whole_or_refused_with_every_fault() {
    let bad = "from,to,boxes_a_year\nBaku,,-1\nBaku,Poti,NaN\n";
    let folder = Folder::new("bad-flows", &[("flows.csv", bad)]);
    let error = refused(&["money", "--demand", &folder.file("flows.csv")]);
    for words in [
        "line 2, column `to`",
        "line 2, column `boxes_a_year`, `-1`",
        "line 3",
    ] {
        assert!(error.contains(words), "{words} in {error}");
    }
    let error = refused(&["money", "--demand=midle-corridor"]);
    assert!(error.contains("did you mean `middle-corridor`?"), "{error}");
}

#[cfg(feature = "report")]
#[test]
fn a_report_has_sections_on_flows() {
    let folder = Folder::new("flows-report", &[("flows.csv", FLOWS)]);
    let (flows, out) = (folder.file("flows.csv"), folder.file("year.html"));
    let asked = [
        "report",
        "--demand",
        &flows,
        "--policy=open",
        "--scenario=tripp-opens",
        "--toll=TDC",
        "--player=TDC=operator:TDC",
        "--player=Iran=country:IR@south",
        "--budget=1",
        "--depends-on=owner:RU",
        "--out",
        &out,
    ];
    let run = corridor(&asked);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, format!("written to {out}\n"));
    let html = std::fs::read_to_string(&out).expect("written");
    let heads = html.matches("<h2").count();
    assert_eq!(
        heads, 7,
        "the map, money, gains, dependence, spoilers, toll, game"
    );
    for words in [
        "Money: who is paid",
        "Gains: from",
        "owners from RU",
        "Spoilers: ",
        "Toll on ",
        "most revenue, USD a trip",
        "Game: what each one brings",
        "Nucleolus",
    ] {
        assert!(html.contains(words), "{words}");
    }
    // With a route as well, and without a scenario.
    let both = corridor(&[
        "report",
        "Baku",
        "Tbilisi",
        "--least=cost",
        "--demand",
        &flows,
        "--policy=open",
        "--budget=1",
        "--out",
        &out,
    ]);
    assert_eq!((both.status, both.stderr.as_str()), (0, ""));
    let html = std::fs::read_to_string(&out).expect("written");
    assert!(html.contains("Baku to Tbilisi") && html.contains("Spoilers: "));
    assert!(!html.contains("Gains: from"), "nothing changes");
    for (words, asked) in [
        ("FROM", &["report"][..]),
        ("TO", &["report", "Baku"]),
        ("--demand", &["report", "Baku", "Tbilisi", "--toll=TDC"]),
        (
            "--demand",
            &["report", "Baku", "Tbilisi", "--player=GE=country:GE"],
        ),
        (
            "names no player",
            &[
                "report",
                "--demand",
                &flows,
                "--budget=1",
                "--player=Georgia",
            ],
        ),
        ("FROM", &["report", "--demand=middle-corridor", "--sure"]),
        ("no list `nowhere`", &["report", "--demand=nowhere"]),
    ] {
        let error = refused(asked);
        assert!(error.contains(words), "{asked:?}: {error}");
    }
}
