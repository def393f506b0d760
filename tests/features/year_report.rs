//! Sections of a report on the flows of a year have what the answers have, and charts draw it.

use trade_corridor::analysis::criticality::Dependence;
use trade_corridor::analysis::demand::Demand;
use trade_corridor::analysis::dependence::{Basis, DependenceQuestion};
use trade_corridor::analysis::gains::compare_worlds;
use trade_corridor::analysis::game::{Game, Player, play};
use trade_corridor::analysis::interdiction::{Interdiction, worst};
use trade_corridor::analysis::money::follow;
use trade_corridor::analysis::toll;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::render::report::{Lines, Report, Sankey, Section};

/// The last one has no way without Russia.
const FLOWS: &str =
    "from,to,boxes_a_year\nBaku,Nakhchivan,1000\nTbilisi,Yerevan,200.5\nBaku,Moscow,7\n";

fn worlds() -> [Planner; 2] {
    let opened = Scenario::preset("tripp-opens").unwrap();
    [Scenario::on(opened.day()), opened]
        .map(|scenario| Planner::new(Network::europe_central_asia(), &scenario).expect("a planner"))
}

fn demand() -> Demand {
    let demand = Demand::from_csv(FLOWS).expect("flows");
    demand.under(&Policy::russia_excluded())
}

fn page(planner: &Planner, section: Section) -> String {
    let report = Report::new(planner.world()).title("year").section(section);
    report.html().unwrap()
}

/// Whole USD as a report writes them.
fn apart(usd: f64) -> String {
    let digits = format!("{:.0}", usd.abs());
    let mut out = if usd < -0.5 {
        "-".to_owned()
    } else {
        String::new()
    };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[test]
fn sections_have_what_the_answers_have() {
    let [before, after] = worlds();
    let (demand, none) = (demand(), Progress::none());

    let money = follow(&after, &demand, &Objective::Cost, &none).unwrap();
    let html = page(&after, Section::money(&money));
    assert!(html.contains("1 flow is not in it"), "Moscow is told");
    for (payee, usd) in money.money.by_payee() {
        let cell = format!("<td class=\"number\">{}</td>", apart(usd.as_usd()));
        assert!(html.contains(&cell), "{payee} {cell}");
    }
    assert!(html.contains(&format!(
        "<td class=\"number\">{}</td>",
        apart(money.money.total().as_usd())
    )));
    assert_eq!(html, page(&after, Section::money(&money)), "the same twice");

    let gains = compare_worlds(&before, &after, &demand).unwrap();
    let html = page(&after, Section::gains(&gains, &demand, after.world()));
    let same = gains
        .countries
        .iter()
        .filter(|row| !row.is_changed())
        .count();
    assert!(html.contains(&format!("Countries without a change: {same}.")));
    for row in gains.countries.iter().filter(|row| row.is_changed()) {
        let name = row
            .country
            .map_or_else(|| "not on record".to_owned(), |it| it.to_string());
        assert!(
            html.contains(&format!("<th scope=\"row\">{name}</th>")),
            "{name}"
        );
    }
    for payee in &gains.payees {
        assert!(
            html.contains(&apart(payee.paid.after.as_usd())),
            "{payee:?}"
        );
    }

    let on = ["GE", "IR"].map(|code| Dependence::Territory(code.parse().unwrap()));
    let found = on.map(|on| {
        DependenceQuestion::on(on)
            .answer(&before, &demand, &none)
            .unwrap()
    });
    let html = page(&before, Section::dependence(&found));
    for it in &found {
        assert!(html.contains(&it.on.to_string()));
        assert!(html.contains(&format!("{:.1}</td>", it.share(Basis::Usd).as_percent())));
        assert!(html.contains(&apart(it.independence.more.as_usd())));
    }

    let spoil = worst(&after, &demand, &Interdiction::new(2)).unwrap();
    let html = page(&after, Section::spoilers(&spoil, after.world()));
    let secured = spoil.secure_first.as_ref().map(|it| &it.left);
    for damage in spoil.curve.iter().chain(secured) {
        assert!(html.contains(&apart(damage.more.as_usd())), "{damage}");
    }
    assert!(html.contains("1 flow is not in it"), "Moscow is told");

    let curve = toll::curve(&after, &demand, "TDC").unwrap();
    let html = page(&after, Section::toll(&curve));
    for best in [curve.most_revenue, curve.most_joint, curve.most_welfare] {
        assert!(html.contains(&apart(best.revenue.as_usd())), "{best}");
    }
    assert!(html.contains("Most welfare is no toll"));
    let best = curve.most_revenue.toll.as_usd();
    let marked = format!("most revenue, USD a trip at {best:.2}");
    assert!(html.contains(&marked), "{marked}");
}

#[test]
fn games_have_what_each_is_due() {
    let [_, after] = worlds();
    let network = Network::europe_central_asia();
    let player = |text: &str| Player::find(text, network).unwrap();
    let texts = [
        "TDC=operator:TDC",
        "Iran=country:IR@south",
        "Georgia=country:GE",
    ];
    let outcome = play(&after, &demand(), &Game::of(texts.map(player))).unwrap();
    let html = page(&after, Section::game(&outcome));
    for it in &outcome.players {
        assert!(html.contains(&format!("<th scope=\"row\">{}</th>", it.player)));
        for usd in [it.alone, it.last, it.shapley, it.owen, it.nucleolus] {
            let cell = format!("<td class=\"number\">{}</td>", apart(usd.as_usd()));
            assert!(html.contains(&cell), "{} {cell}", it.player);
        }
    }
    for core in [
        &outcome.shapley_core,
        &outcome.owen_core,
        &outcome.nucleolus_core,
    ] {
        assert!(html.contains(&core.to_string()), "{core}");
    }
    assert!(html.contains("1 flow is not in it"), "Moscow is told");
}

/// Numbers of attributes of elements of a name.
fn of<'a>(svg: &'a roxmltree::Document<'a>, tag: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    svg.descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)))
        .collect()
}

#[test]
fn bands_are_as_wide_as_what_flows() {
    let chart = Sankey::new("Money <of> \"two\"", "USD", ["paid to", "received in"])
        .flow(0, "A & B", "KZ", 300.0)
        .flow(0, "A & B", "AZ", 50.0)
        .flow(0, "C", "AZ", 50.0)
        .flow(0, "C", "AZ", 0.0)
        .flow(0, "C", "TR", f64::NAN)
        .flow(1, "C", "TR", 7.0);
    let picture = chart.picture();
    let svg = roxmltree::Document::parse(&picture).expect("XML");
    let texts: Vec<String> = of(&svg, "text")
        .iter()
        .map(|it| it.text().unwrap_or("").to_owned())
        .collect();
    assert_eq!(texts[0], "Money <of> \"two\", USD");
    assert!(
        ["A & B 88 %", "C 12 %", "KZ 75 %", "AZ 25 %"]
            .iter()
            .all(|name| texts.iter().any(|text| text == name)),
        "{texts:?}"
    );
    assert!(!picture.contains("TR"), "what is no amount is left out");
    // Heights are in proportion.
    let heights = of(&svg, "rect")
        .into_iter()
        .filter_map(|it| it.attribute("height")?.parse().ok());
    let heights: Vec<f64> = heights.collect();
    assert_eq!(heights.len(), 4);
    assert!((heights[0] / heights[1] - 7.0).abs() < 0.05, "{heights:?}");
    assert_eq!(of(&svg, "path").len(), 3);
    assert_eq!(Sankey::new("none", "USD", ["a", "b"]).picture(), "");
    // Many are shown as one.
    let many = (0..40).fold(Sankey::new("many", "USD", ["a", "b"]), |chart, at| {
        chart.flow(0, format!("from {at}"), "to", 1.0 + f64::from(at))
    });
    let picture = many.picture();
    assert!(
        picture.contains("27 others")
            && picture.contains("from 39")
            && !picture.contains("from 3 ")
    );
}

#[test]
fn the_money_of_flows_is_drawn_by_both_views() {
    let [_, after] = worlds();
    let year = follow(&after, &demand(), &Objective::Cost, &Progress::none()).unwrap();
    let picture = Sankey::money(&year.money).picture();
    let svg = roxmltree::Document::parse(&picture).expect("XML");
    let texts: Vec<String> = of(&svg, "text")
        .iter()
        .map(|it| it.text().unwrap_or("").to_owned())
        .collect();
    for (country, _) in year.money.by_country() {
        let name = country.map_or_else(|| "not on record".to_owned(), |it| it.to_string());
        assert!(
            texts.iter().any(|text| text.starts_with(&name)),
            "{name}: {texts:?}"
        );
    }
    // Each stage is the whole: what flows in flows out.
    let rects = of(&svg, "rect");
    let mut sums = std::collections::BTreeMap::new();
    for rect in rects {
        let number = |name| {
            rect.attribute(name)
                .and_then(|text| text.parse::<f64>().ok())
        };
        let (Some(x), Some(height)) = (number("x"), number("height")) else {
            continue;
        };
        *sums.entry((x * 10.0) as i64).or_insert(0.0) += height;
    }
    let sums: Vec<f64> = sums.into_values().collect();
    assert_eq!(sums.len(), 3);
    // Things too small to be seen are a pixel high.
    assert!(
        sums.iter().all(|sum| (sum - 420.0).abs() < 15.0),
        "{sums:?}"
    );
}

#[test]
fn lines_are_drawn_on_their_axes() {
    let [_, after] = worlds();
    let curve = toll::curve(&after, &demand(), "TDC").unwrap();
    let spoil = worst(&after, &demand(), &Interdiction::new(2)).unwrap();
    for chart in [
        Lines::revenue(&curve),
        Lines::welfare(&curve),
        Lines::dearer(&spoil),
        Lines::cut_off(&spoil),
    ] {
        let picture = chart.picture().unwrap();
        let svg = roxmltree::Document::parse(&picture).expect("XML");
        assert!(!of(&svg, "polyline").is_empty(), "{picture}");
    }
    // No line, one point, and values of any size.
    assert_eq!(Lines::new("none", "USD", "toll").picture().unwrap(), "");
    let drawn = |points: &[(f64, f64)]| {
        let chart = Lines::new("one", "USD", "toll").line("<it>", points.iter().copied());
        chart
            .mark("at", 1.0)
            .mark("nowhere", f64::NAN)
            .picture()
            .unwrap()
    };
    assert_eq!(drawn(&[(0.0, 1.0)]), "");
    assert_eq!(drawn(&[(0.0, 1.0), (1.0, f64::INFINITY)]), "");
    for points in [
        [(0.0, 0.0), (0.0, 0.0)],
        [(-1e300, -1e300), (1e300, 1e300)],
        [(0.0, 1e-9), (1.0, 2e-9)],
    ] {
        let picture = drawn(&points);
        roxmltree::Document::parse(&picture).expect("XML");
        assert!(
            picture.contains("&lt;it&gt;") && !picture.contains("nowhere"),
            "{picture}"
        );
    }
}
