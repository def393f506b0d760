//! Whatever is given, the answer is a value or an error, never a panic.

use crate::questions;

use crate::questions::{DAY, PLANNER};
use crate::tables::{MANIFEST, sound};
use proptest::prelude::*;
use trade_corridor::atlas::Atlas;
use trade_corridor::code::{Country, Locode};
use trade_corridor::costing::{Shipment, Unpriced};
use trade_corridor::metric::{FreezeError, Frozen, GeneralisedCost, Objective, Verdicts};
use trade_corridor::network::Network;
use trade_corridor::planner::{Error, Planner, Request};
use trade_corridor::policy::Policy;
use trade_corridor::quantity::{
    Distance, Duration, Emissions, Mass, Money, Rate, Share, TravelTime,
};
use trade_corridor::router::ArcId;
use trade_corridor::scenario::Scenario;

/// Cells that tables are likely to choke on; among them the largest length, duration and mass read.
const CELLS: [&str; 16] = [
    "",
    "*",
    "GETBS",
    "L1",
    "0",
    "1e308",
    "-0.0",
    "-1",
    "NaN",
    "inf",
    "9999-12-31",
    "-9999-01-01",
    "18446744073709551616",
    "4294967.295",
    "71582788.25",
    "4294967295",
];

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(&CELLS[..]).prop_map(str::to_owned),
        1 => "[0-9]{1,12}(\\.[0-9]{1,4})?",
        1 => "[a-zA-Z;=_ -]{0,12}",
        1 => "[?-~]{1,16}",
        1 => any::<String>(),
    ]
}

/// Puts cells into one row of a table; rows and columns are counted round.
fn altered(
    mut tables: Vec<(String, String)>,
    table: usize,
    row: usize,
    cells: &[(usize, String)],
) -> Vec<(String, String)> {
    let table = table % tables.len();
    let mut rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(tables[table].1.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let row = 1 + row % (rows.len() - 1);
    let mut changed: Vec<String> = rows[row].iter().map(str::to_owned).collect();
    for (column, cell) in cells {
        let column = column % changed.len();
        changed[column].clone_from(cell);
    }
    rows[row] = changed.into_iter().collect();
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    tables[table].1 = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    tables
}

fn load_and_ask(tables: Vec<(String, String)>) {
    let Ok(atlas) = Atlas::texts(MANIFEST, tables) else {
        return;
    };
    if let Ok(network) = atlas.load()
        && let Ok(planner) = Planner::new(&network, &Scenario::on(questions::DAY))
    {
        let request = Request::new("GETBS", "ROCND");
        for objective in [Objective::Distance, Objective::Cost, Objective::Time] {
            match planner.best(&request, &objective) {
                Ok(route) => {
                    let _ = (route.to_string(), route.geojson(&network), route.cpmm());
                }
                // Odd records are no reason to find what the check refuses.
                Err(error @ Error::Unverified(_)) => panic!("{error}"),
                Err(_) => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(160)
    })]

    #[test]
    fn names_of_places(from in any::<String>(), to in "\\PC{0,24}") {
        for (from, to) in [(from.as_str(), to.as_str()), ("Baku", &to), (&from, "Baku")] {
            prop_assume!(from != "Baku" || to != "Baku");
            let answer = PLANNER.cheapest(&Request::new(from, to));
            if let Err(error) = answer {
                prop_assert!(!error.to_string().is_empty());
            }
        }
        let _ = (from.parse::<Locode>(), to.parse::<Country>(), to.parse::<Share>());
    }

    #[test]
    fn bytes_in_a_table(table in 0_usize..22, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut tables = sound();
        let table = table % tables.len();
        tables[table].1 = String::from_utf8_lossy(&bytes).into_owned();
        load_and_ask(tables);
    }

    #[test]
    fn cells_of_a_table(
        table in 0_usize..22,
        row in 1_usize..6,
        cells in prop::collection::vec((0_usize..32, cell()), 1..4),
    ) {
        load_and_ask(altered(sound(), table, row, &cells));
    }

    #[test]
    fn texts_of_manifests_policies_and_scenarios(text in "(\\PC|\n){0,80}") {
        let _ = Atlas::texts(&text, []);
        let _ = Policy::from_toml("p.toml", &text);
        let _ = Scenario::from_toml("s.toml", &text);
    }

    #[test]
    fn numbers(number in any::<f64>(), other in any::<u32>()) {
        let _ = (Distance::from_km(number), Duration::from_hours(number), Mass::from_tonnes(number));
        let _ = (Emissions::from_kg(number), Money::from_usd(number), Share::from_percent(number));
        if let Ok(rate) = Rate::from_usd(number.abs()) {
            let _ = rate.times(u64::from(other) * u64::from(other), u64::from(other));
        }
        let spread = TravelTime::new(Duration::from_minutes(other), Duration::from_minutes(other / 3));
        let _ = (spread.expected(), TravelTime::total([spread, spread]).p90());
    }

    #[test]
    fn shipments_and_worths(
        tonnes in 0.0..90.0,
        count in 0_u32..200_000,
        worth in any::<u64>(),
        per_mille in any::<u32>(),
    ) {
        let mass = Mass::from_tonnes(tonnes).unwrap();
        let rate: Rate = serde_json::from_str(&worth.to_string()).unwrap();
        let objective = Objective::Generalised(GeneralisedCost {
            value_of_time: rate,
            reliability_per_mille: per_mille,
            carbon_price: rate,
        });
        for shipment in [Shipment::wagon(mass), Shipment::container_20ft(mass), Shipment::trailer(mass)] {
            if let Ok(shipment) = shipment.and_then(|shipment| shipment.with_count(count)) {
                let goods = shipment.mass_per_unit().as_kg() * u64::from(count);
                prop_assert_eq!(shipment.goods().as_kg(), goods);
                let request = Request::new("GETBS", "AMEVN").shipment(shipment);
                let _ = PLANNER.best(&request, &objective);
            }
        }
    }
}

#[test]
fn a_network_without_records_answers() {
    let network = Network::builder().build().unwrap();
    let planner = Planner::new(&network, &Scenario::on(questions::DAY)).unwrap();
    assert!(planner.cheapest(&Request::new("Baku", "Tbilisi")).is_err());
    assert!(planner.cheapest(&Request::new("", "")).is_err());
}

#[test]
fn every_cell_takes_every_bad_value() {
    for (table, (name, text)) in sound().into_iter().enumerate() {
        let columns = text
            .lines()
            .next()
            .map_or(0, |head| head.split(',').count());
        assert!(columns > 0, "{name} is empty");
        for column in 0..columns {
            for cell in CELLS {
                load_and_ask(altered(sound(), table, 0, &[(column, cell.to_owned())]));
            }
        }
    }
}

#[test]
fn what_belongs_to_another_network_is_not_priced() {
    let empty = Network::builder().build().unwrap();
    let small = Planner::new(&empty, &Scenario::on(DAY)).unwrap();
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    let (model, foreign) = (PLANNER.model(), small.model().quote(shipment));
    let own = model.quote(shipment);
    let operations = model.operations();
    let mut priced = 0;
    for (arc, operation) in operations.iter() {
        let known = model.charges(arc, &own, |_| ());
        priced += usize::from(known.is_ok());
        let refused = model.charges(arc, &foreign, |_| ());
        assert_eq!(refused, Err(Unpriced::ForeignQuote), "{operation:?}");
        assert!(small.operations().parts(operation).is_empty());
        assert!(small.operations().parties(operation).is_empty());
    }
    assert!(priced > 1000, "{priced}");
    let unknown = model
        .charges(ArcId::new(u32::MAX), &own, |_| ())
        .unwrap_err();
    let unknown = unknown.to_string();
    assert!(
        unknown.starts_with("there is no operation 4294967295: the model has "),
        "{unknown}"
    );
    let verdicts = Verdicts::of(
        operations,
        &Policy::open().compile(PLANNER.world()).unwrap(),
        &shipment,
    );
    for objective in [Objective::Cost, Objective::Time, Objective::Emissions] {
        let quoted = Frozen::new(model, &foreign, &verdicts, &objective);
        assert_eq!(quoted.unwrap_err(), FreezeError::ForeignQuote);
        let judged = Frozen::new(small.model(), &foreign, &verdicts, &objective);
        let refused = FreezeError::ForeignVerdicts {
            given: operations.len(),
            operations: 0,
        };
        assert_eq!(judged.unwrap_err(), refused);
    }
}
