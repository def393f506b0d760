//! Lists of flows are read exactly or refused with every fault, and are never added up by mistake.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use trade_corridor::analysis::demand::{
    Demand, DemandError, DemandLimits, Flow, RowFault, RowFaultKind,
};
use trade_corridor::prelude::*;
use trade_corridor::quantity::QuantityError;

const HEAD: &str =
    "list,from,to,unit,tonnes,boxes_a_year,boxes_a_year_low,boxes_a_year_high,year,source,note";

fn table(rows: &[&str]) -> String {
    format!("{HEAD}\n{}\n", rows.join("\n"))
}

fn faults(text: &str) -> Vec<RowFault> {
    match Demand::from_csv(text) {
        Err(DemandError::Faulty { faults, more: 0 }) => faults,
        other => panic!("{other:?}"),
    }
}

fn boxes(text: &str) -> PerYear {
    text.parse().unwrap()
}

#[test]
fn volumes_are_the_decimals_that_were_written() {
    let tenth = boxes("0.1");
    let ten: PerYear = std::iter::repeat_n(tenth, 10).sum();
    assert_eq!(ten, PerYear::ONCE);
    for text in [
        "0",
        "12",
        "0.000001",
        "1234.5",
        "999999999.999999",
        "1000000000",
    ] {
        assert_eq!(boxes(text).to_string(), text);
    }
    assert_eq!(
        (boxes("+3.50"), boxes(".5"), boxes("7.")),
        (boxes("3.5"), boxes("0.5"), boxes("7"))
    );
    let code = |text: &str| text.parse::<PerYear>().unwrap_err().code();
    let codes = [
        "-0.1",
        "NaN",
        "inf",
        "1e3",
        "1,000",
        "",
        "12 t",
        "0.0000001",
        "1000000000.5",
        "0x10",
    ]
    .map(code);
    let (number, finite) = ("quantity_bad_number", "quantity_not_finite");
    assert_eq!(
        codes,
        [
            "quantity_negative",
            finite,
            finite,
            number,
            number,
            number,
            number,
            "quantity_fine_number",
            "quantity_too_large",
            number
        ]
    );
    assert!(matches!(
        PerYear::from_boxes(f64::NAN),
        Err(QuantityError::NotFinite { .. })
    ));
}

#[test]
fn what_a_year_comes_to_is_rounded_once() {
    // 12,345.678901 times 1,234.57 USD is 15,241,404.8..., by hand in whole numbers.
    let (volume, each) = (12_345_678_901_u128, 123_457_u128);
    let expected = (volume * each + 500_000) / 1_000_000;
    let found = boxes("12345.678901").times(Money::from_cents(123_457));
    assert_eq!(found.as_cents(), i64::try_from(expected).unwrap());
    assert_eq!(
        boxes("0.5").times(Money::from_cents(-1)),
        Money::from_cents(-1)
    );
    assert_eq!(
        PerYear::MOST.times(Money::from_cents(i64::MAX)),
        Money::from_cents(i64::MAX)
    );
    let flow = Flow::new(Request::new("Baku", "Poti"), boxes("1.5"));
    assert_eq!(flow.goods(), Mass::from_kg(30_000));
}

#[test]
fn a_table_is_the_list_made_in_code() {
    let text = table(&[
        "a,Baku,Poti,20ft,12.5,1200,1000,1500,2024,S1,\"as told, of all\"",
        "a,Poti,Baku,,,0.25,,,,,",
    ]);
    let container = Shipment::container_20ft(Mass::from_kg(12_500)).unwrap();
    let first = Flow::new(
        Request::new("Baku", "Poti").shipment(container),
        boxes("1200"),
    )
    .of_list("a")
    .of_year(2024)
    .within(boxes("1000"), boxes("1500"))
    .unwrap()
    .source("S1")
    .note("as told, of all");
    let second = Flow::new(Request::new("Poti", "Baku"), boxes("0.25")).of_list("a");
    let made = Demand::new().flow(first).flow(second);
    assert_eq!(Demand::from_csv(&text).unwrap(), made);
    assert_eq!(
        Demand::read(text.as_bytes(), &DemandLimits::default()).unwrap(),
        made
    );
    assert_eq!(Demand::from_csv(&format!("\u{feff}{text}")).unwrap(), made);
    assert_eq!(made.total().unwrap(), boxes("1200.25"));
    assert_eq!(made.goods().unwrap(), Mass::from_kg(1_200 * 12_500 + 5_000));
    assert_eq!(
        made.years().into_iter().collect::<Vec<_>>(),
        [None, Some(2024)]
    );
    let saved = serde_json::to_string(&made).unwrap();
    assert_eq!(serde_json::from_str::<Demand>(&saved).unwrap(), made);

    // Columns may be missing and stand in any order.
    let short = Demand::from_csv("boxes_a_year,to,from\n3,Poti,Baku\n").unwrap();
    assert_eq!(
        short,
        Demand::new().flow(Flow::new(Request::new("Baku", "Poti"), boxes("3")))
    );
    let under = short.under(&Policy::russia_excluded());
    assert_eq!(under.flows()[0].request.policy, Policy::russia_excluded());
}

#[test]
fn every_fault_is_told_with_line_column_value_and_remedy() {
    let text = table(&[
        "a,,Poti,40ft,20,-5,,,2024,S,",
        "a,Baku,Poti,pallet,99,NaN,1,,2025H1,S,",
        "a,Baku,Poti,40ft,20,10,11,12,2024,S,",
        "a,Baku,Poti,40ft,20,10",
        "a,Baku,Poti,40ft,20,10,,,2024,S,",
        "a,baku,Poti,40ft,20,11,,,2024,S,",
        "a,Baku,Poti,40ft,99,1e400,,,20240,S,",
    ]);
    let told: Vec<String> = faults(&text).iter().map(ToString::to_string).collect();
    let expected = [
        "line 2, column `from`: the cell is empty; fill it",
        "line 2, column `boxes_a_year`, `-5`: volume `-5` a year is negative; give zero or more",
        "line 3, column `unit`, `pallet`: `pallet` is no unit; use `20ft`, `40ft`, `trailer` or `wagon`",
        "line 3, column `boxes_a_year`, `NaN`: volume `NaN` is not a finite number; give a decimal such as `12.5`",
        "line 3, column `year`, `2025H1`: no year such as `2024`; what was counted in a part of a year is not \
         added to years: leave the row out, or state a whole year and how it was come by in the note",
        "line 4, column `boxes_a_year`, `10`: 10 lies outside of its range from 11 to 12; correct one of them",
        "line 5: 6 cells where the header has 11; check commas and quotes",
        "line 7: the same flow of this list and year stands already in line 6; make it one row",
        "line 8, column `tonnes`, `99`: 99 t of goods do not fit a unit that takes 28.8 t; use more units",
        "line 8, column `boxes_a_year`, `1e400`: volume `inf` is not a finite number; give a decimal such as `12.5`",
        "line 8, column `year`, `20240`: no year such as `2024`; what was counted in a part of a year is not \
         added to years: leave the row out, or state a whole year and how it was come by in the note",
    ];
    assert_eq!(told, expected);
    let half = table(&["a,Baku,Poti,,,10,5,,,,"]);
    assert!(matches!(faults(&half)[0].kind, RowFaultKind::HalfRange));
    let error = Demand::from_csv(&text).unwrap_err();
    let saved = serde_json::to_value(&error).unwrap();
    assert_eq!(saved["code"], "demand_faulty");
    assert_eq!(saved["faults"][1]["line"], 2);
    assert_eq!(saved["faults"][1]["kind"]["code"], "demand_bad_value");
    assert_eq!(Error::from(error).code(), "demand_faulty");
}

#[test]
fn headers_are_looked_at_before_rows() {
    let told =
        |text: &str| -> Vec<String> { faults(text).iter().map(ToString::to_string).collect() };
    assert_eq!(
        told("from,to,boxes_per_year,from\nBaku,Poti,3,Baku\n"),
        [
            "line 1, column `boxes_per_year`: the column is unknown; did you mean `boxes_a_year`?; remove or rename it",
            "line 1, column `from`: the column stands twice in the header; remove one",
            "line 1, column `boxes_a_year`: the column is missing; add it to the header row",
        ]
    );
    assert_eq!(told("").len(), 3);
    assert!(
        Demand::from_csv("from,to,boxes_a_year\n")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn tables_are_bounded() {
    let mut text = "from,to,boxes_a_year\n".to_owned();
    for row in 0..200_000 {
        writeln!(text, "A{row},B,x").unwrap();
    }
    let started = Instant::now();
    let error = Demand::from_csv(&text).unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    let DemandError::Faulty { faults, more } = error else {
        panic!("{error}")
    };
    assert_eq!((faults.len(), more), (1_000, 99_001));
    let mut limits = DemandLimits::default();
    (limits.bytes, limits.rows, limits.faults) = (64, 2, 0);
    let small = "from,to,boxes_a_year\nA,B,1\nA,C,1\nA,D,1\n";
    let error = Demand::from_csv_within(small, &limits).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("more than 2 rows; split the table"),
        "{error}"
    );
    for refused in [
        Demand::from_csv_within(&text, &limits),
        Demand::read(text.as_bytes(), &limits),
    ] {
        assert_eq!(refused.unwrap_err(), DemandError::TooLarge { most: 64 });
    }
    let endless = Demand::read(std::io::repeat(b','), &limits);
    assert_eq!(endless.unwrap_err(), DemandError::TooLarge { most: 64 });
    let latin = Demand::read(
        &b"from,to,boxes_a_year\nM\xfcnchen,Baku,1\n"[..],
        &DemandLimits::default(),
    );
    assert!(
        latin
            .unwrap_err()
            .to_string()
            .contains("line 2 is not in UTF-8")
    );
}

#[test]
fn lists_are_not_added_up_unless_they_are_named_one() {
    let text = table(&["north,Baku,Poti,,,10,,,,,", "middle,Baku,Poti,,,5,,,,,"]);
    let both = Demand::from_csv(&text).unwrap();
    let error = both.total().unwrap_err();
    let lists = ["middle", "north"].map(str::to_owned).to_vec();
    assert_eq!(error, DemandError::SeveralLists { lists });
    assert!(
        error
            .to_string()
            .contains("(middle, north); take one by `Demand::only`")
    );
    assert_eq!(both.goods().unwrap_err(), error);
    assert_eq!(
        both.clone().only("north").unwrap().total().unwrap(),
        boxes("10")
    );
    assert_eq!(both.clone().joined("all").total().unwrap(), boxes("15"));
    let unknown = both.only("nort").unwrap_err();
    assert!(
        unknown
            .to_string()
            .contains("no list `nort`; did you mean `north`?"),
        "{unknown}"
    );

    assert_eq!(Demand::new().total().unwrap_err(), DemandError::Empty);
    let most = Flow::new(Request::new("Baku", "Poti"), PerYear::MOST);
    let most: Demand = std::iter::repeat_n(most, 11).collect();
    assert!(matches!(
        most.total().unwrap_err(),
        DemandError::TooMany { .. }
    ));
    let outside =
        Flow::new(Request::new("Baku", "Poti"), boxes("3")).within(boxes("4"), boxes("5"));
    assert_eq!(outside.unwrap_err().code(), "demand_outside_range");
}

#[test]
fn embedded_lists_name_places_and_sources_that_are_on_record() {
    let network = Network::europe_central_asia();
    let lists = Demand::embedded_lists();
    let expected = [
        "armenia-trade",
        "kazakhstan-china",
        "middle-corridor",
        "northern-route",
        "turkiye-central-asia",
        "turkiye-europe-modelled",
    ];
    assert_eq!(lists, expected);
    for list in lists {
        let demand = Demand::embedded(&list).unwrap();
        assert!(
            demand.len() > 5 && demand.total().unwrap() > boxes("10000"),
            "{list}"
        );
        for flow in &demand {
            let Request { from, to, .. } = &flow.request;
            for end in [from, to] {
                assert!(network.find_place(end).is_ok(), "{list}: {end}");
            }
            let mut cited = flow.source.split(';');
            assert!(
                cited.all(|id| network.source_by_id(id).is_some()),
                "{list}: {}",
                flow.source
            );
            assert!(
                flow.year.is_some() && flow.range.is_some(),
                "{list}: {from} to {to}"
            );
            assert!(!flow.note.is_empty(), "{list}: {from} to {to}");
        }
    }
    let error = Demand::embedded("midle-corridor").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("did you mean `middle-corridor`?"),
        "{error}"
    );
}

/// Whatever is asked of a list is asked of flows that exist: each has a way today.
#[test]
fn embedded_flows_have_a_way_where_nothing_is_forbidden() {
    use trade_corridor::planner::Progress;
    let planner = Planner::embedded(date(2026, 11, 22)).unwrap();
    for list in Demand::embedded_lists() {
        let demand = Demand::embedded(&list).unwrap();
        let answers = planner.answer_all(&demand.questions(&Objective::Cost), &Progress::none());
        for (flow, answer) in demand.iter().zip(answers) {
            let (from, to) = (&flow.request.from, &flow.request.to);
            assert!(
                answer.is_ok_and(|route| route.is_priced()),
                "{list}: {from} to {to}"
            );
        }
    }
}
