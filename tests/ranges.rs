//! Figures read their range from their own columns, else from what is said of their sources.

use crate::tables::{MANIFEST, edited, faults};
use trade_corridor::atlas::Atlas;
use trade_corridor::network::{
    Cited, Faults, Link, Network, Source, SourceKind, SourceRange, Tariff,
};
use trade_corridor::quantity::{Distance, Rate};

/// The sound tables with edits and these ranges of sources.
fn ranged(rows: &str, edits: &[(&str, &str, &str)]) -> Network {
    let mut tables = edited(edits);
    tables.retain(|(name, _)| name != "ranges.csv");
    let ranges = format!("of,column,low,high,note,source\n{rows}");
    tables.push(("ranges.csv".to_owned(), ranges));
    let network = Atlas::texts(MANIFEST, tables).unwrap().load();
    network.unwrap_or_else(|error| panic!("{error}"))
}

fn load(edits: &[(&str, &str, &str)]) -> Network {
    ranged("", edits)
}

fn link<'n>(network: &'n Network, id: &str) -> &'n Link {
    network.link(network.link_by_id(id).unwrap()).unwrap()
}

fn tariff(network: &Network, country: &str) -> Tariff {
    let rates = network.tariffs().map(|(_, tariff)| tariff);
    let mut rates = rates.filter(|tariff| tariff.operator.is_some());
    let found = rates.find(|tariff| tariff.country.as_str() == country);
    found.unwrap().clone()
}

/// Low, value and high in metres.
fn metres(link: &Link) -> [u64; 3] {
    let length = &link.length;
    [length.low(), length.value(), length.high()].map(Distance::as_metres)
}

fn usd(rate: &Cited<Rate>) -> [f64; 3] {
    [rate.low(), rate.value(), rate.high()].map(Rate::as_usd)
}

#[test]
fn without_ranges_figures_are_exact_and_name_their_sources() {
    let mut tables = edited(&[]);
    tables.retain(|(name, _)| name != "ranges.csv");
    let bare = Atlas::texts(MANIFEST, tables).unwrap().load().unwrap();
    assert!(bare.ranges().is_empty());
    let network = load(&[]);
    assert!(network.ranges().is_empty());
    let length = &link(&network, "L5").length;
    assert!(length.is_exact());
    // The row cites S1, its length A1 alone.
    let sources: Vec<&str> = length
        .sources()
        .map(|id| &*network.source(id).unwrap().id)
        .collect();
    assert_eq!(sources, ["A1"]);
    assert_eq!(link(&network, "L1").length.sources().count(), 1);
    let tariff = tariff(&network, "GE");
    assert_eq!(tariff.rate.year(), Some(2025));
    assert_eq!(length.year(), None);
}

#[test]
fn a_range_in_the_row_is_in_the_unit_and_money_of_its_figure() {
    let shape =
        "capacity_mt_year,shape,source\nL1,GETBS,GE-gor,rail,GE,76,1520,,both,open,,,,10,,S1\n";
    let with = "capacity_mt_year,shape,source,length_km_low,length_km_high\n\
                L1,GETBS,GE-gor,rail,GE,76,1520,,both,open,,,,10,,S1,75.5,80\n";
    let (header, links) = edited(&[])
        .into_iter()
        .find(|(name, _)| name == "links.csv")
        .unwrap();
    let others = links.split(shape).nth(1).unwrap();
    let wider: Vec<String> = others.lines().map(|line| format!("{line},,\n")).collect();
    let edits = [
        (&*header, shape, with),
        (&*header, others, &*wider.concat()),
    ];
    let network = load(&edits);
    assert_eq!(metres(link(&network, "L1")), [75_500, 76_000, 80_000]);
    assert!(link(&network, "L2").length.is_exact());
    // What the row says counts, whatever is said of its sources.
    let network = ranged("S1,,0.5,2,,S1\n", &edits);
    assert_eq!(metres(link(&network, "L1")), [75_500, 76_000, 80_000]);
    assert_eq!(metres(link(&network, "L2")), [118_000, 236_000, 472_000]);

    let fees = "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,amount_low,amount_high,currency,price_year,payee,valid_from,valid_to,note,source\n\
                GE,road,*,entry,,,100,90,130,EUR,2024,,,,tax,S1\n";
    let whole = edited(&[])
        .into_iter()
        .find(|(name, _)| name == "fees.csv")
        .unwrap()
        .1;
    let network = load(&[("fees.csv", &whole, fees)]);
    let amount = &network.fees()[0].amount;
    let to_usd = 1.1 * 100.0 / 97.0;
    for (found, stated) in usd(amount).into_iter().zip([90.0, 100.0, 130.0]) {
        assert!((found - stated * to_usd).abs() < 1e-5, "{found}");
    }
    assert_eq!(amount.year(), Some(2024));
}

#[test]
fn the_widest_range_of_the_sources_counts_and_its_ends_are_rounded_outward() {
    // L5 cites S1, its length A1; L4 cites both.
    let edits = [("links.csv", "P-new,,,S1", "P-new,,,S1;A1")];
    let rows = "S1,,0.9,1.1,,S1\nA1,,0.95,1.333,,S1\nA1,length_km,0.999,1.001,,S1\n";
    let network = ranged(rows, &edits);
    assert_eq!(metres(link(&network, "L1")), [68_400, 76_000, 83_600]);
    assert_eq!(metres(link(&network, "L5")), [89_910, 90_000, 90_090]);
    assert_eq!(metres(link(&network, "L4")), [10_800, 12_000, 13_200]);

    let edits = [("links.csv", "rail,GE,76,", "rail,GE,76.001,")];
    let network = ranged("S1,length_km,0.999,1.001,,S1\n", &edits);
    assert_eq!(metres(link(&network, "L1")), [75_924, 76_001, 76_078]);
    assert!(tariff(&network, "GE").rate.is_exact());
}

#[test]
fn ends_stay_within_what_a_figure_can_be_and_nothing_is_exact() {
    let edits = [
        ("fees.csv", "10,100,USD", "10,0,USD"),
        ("stakes.csv", "GE-state,GR,75", "GE-state,GR,1/3"),
    ];
    let network = ranged("S1,,0.5,4,,S1\n", &edits);
    let amounts: Vec<bool> = network
        .fees()
        .iter()
        .map(|fee| fee.amount.is_exact())
        .collect();
    assert!(amounts.contains(&true) && amounts.contains(&false));
    let mut shares = network.stakes().iter().map(|stake| &stake.share);
    assert!(shares.all(|share| share.high().as_percent() <= 100.0));
    let third = "1/3".parse().unwrap();
    let mut shares = network.stakes().iter().map(|stake| &stake.share);
    let share = shares.find(|share| share.value() == third).unwrap();
    assert!(share.low() < third && share.high() > third);
    assert_eq!(share.low().to_string(), "16.6666 %");
}

#[test]
fn both_ends_of_a_wait_have_their_range() {
    let network = ranged("S1,hours,0.5,2,,S1\nS1,wait_hours_p90,1,1.5,,S1\n", &[]);
    let service = network
        .service(network.service_by_id("V1").unwrap())
        .unwrap();
    let (time, wait) = (
        service.time.as_ref().unwrap(),
        service.wait.as_ref().unwrap(),
    );
    assert_eq!(time.median.high().as_minutes(), 7_200);
    assert!(time.p90.is_exact() && wait.median.is_exact());
    assert_eq!(wait.p90.high().as_minutes(), 4_320);
}

#[test]
fn ranges_are_kept_in_order_and_saved() {
    let rows = "S1,rate,0.9,1.2,one,A1\nA1,,0.8,1.25,two,S1\nS1,,1,1.5,three,S1\n";
    let network = ranged(rows, &[]);
    let notes = |network: &Network| -> Vec<String> {
        network
            .ranges()
            .iter()
            .map(|range| range.note.clone())
            .collect()
    };
    assert_eq!(notes(&network), ["two", "three", "one"]);
    let mut file = Vec::new();
    network.save(&mut file).unwrap();
    let again = Network::load(&file[..]).unwrap();
    assert_eq!(again.ranges(), network.ranges());
    assert_eq!(metres(link(&again, "L1")), metres(link(&network, "L1")));
}

#[test]
fn ranges_made_in_code_are_checked() {
    let faults = |ranges: &[(u32, u32)]| -> Faults {
        let mut builder = Network::builder();
        let source = builder.source(Source::new("S1", SourceKind::Published, "Yearbook"));
        for (low, high) in ranges {
            builder.range(SourceRange::new(source, *low, *high));
        }
        builder.build().unwrap_err()
    };
    let twice = faults(&[(900, 1_100), (900, 1_200)]).to_string();
    assert!(
        twice.contains("range of source `S1` stands already in record made in code"),
        "{twice}"
    );
    for range in [(0, 1_100), (1_001, 1_100), (900, 999), (1_000, 1_000)] {
        assert!(
            faults(&[range]).to_string().contains("thousandths"),
            "{range:?}"
        );
    }
}

#[test]
fn a_range_that_does_not_hold_its_value_names_the_three() {
    let fees = "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,amount_low,amount_high,currency,price_year,payee,valid_from,valid_to,note,source\n\
                GE,road,*,entry,,,100,110,130,USD,2025,,,,tax,S1\n";
    let whole = edited(&[])
        .into_iter()
        .find(|(name, _)| name == "fees.csv")
        .unwrap()
        .1;
    assert_eq!(
        faults(&[("fees.csv", &whole, fees)]),
        [
            "fees.csv row 2, column `amount`: the range from 110 to 130 does not hold the value 100; correct one of the three"
        ]
    );
}
