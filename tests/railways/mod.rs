//! Small random railways whose prices read whole hauls.

pub(crate) mod every_way;

use trade_corridor::network::Network;

use crate::by_hand::network;
use crate::questions::Dice;

/// Milligrams of CO2e per tonne-kilometre.
pub(crate) const INTENSITY: u64 = 20_300;

/// A railway of Portugal whose price reads whole hauls: places `PT-aaa` and on, some of them without a
/// terminal, links of any length on three lines with speeds of their own, two carriers.
pub(crate) fn railway(dice: &mut Dice, trains: bool) -> Network {
    let mut rows: Vec<(&str, String)> = Vec::new();
    let places = 5 + dice.below(3);
    let code = |place: usize| {
        format!(
            "PT-{}",
            ["aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg"][place]
        )
    };
    for place in 0..places {
        let kinds = if place < 2 || dice.below(3) > 0 {
            "rail_terminal;road_terminal"
        } else {
            "junction"
        };
        // A road that leads nowhere else: boxes are put down and taken up again where it begins.
        if kinds != "junction" && dice.below(2) > 0 {
            rows.push((
                "links",
                format!(
                    "z{place},{},PT-zzz,road,PT,9,,,forward,open,,,,,,S",
                    code(place)
                ),
            ));
        }
        let east = place as f64 / 1_000.0;
        rows.push((
            "places",
            format!(
                "{},P{place},,PT,{},40.0,{kinds},1,S",
                code(place),
                east - 8.0
            ),
        ));
    }
    rows.push((
        "places",
        "PT-zzz,End,,PT,-8.0,40.001,road_terminal,1,S".to_owned(),
    ));
    rows.push((
        "operators",
        "Q,Carrier,,PT,railway_undertaking,,,,S".to_owned(),
    ));
    for line in 0..3 {
        rows.push(("lines", format!("PT-l{line},L{line},PT,rail,,,,,S")));
        let (kmh, spread) = (20 + 5 * dice.below(9), 10 + dice.below(12));
        rows.push((
            "speeds",
            format!(
                "PT,rail,container_train,PT-l{line},{kmh},{}.{},,,,,S",
                spread / 10,
                spread % 10
            ),
        ));
    }
    for link in 0..places + dice.below(2 * places) {
        let from = if link < places {
            link
        } else {
            dice.below(places)
        };
        let to = (from + 1 + dice.below(places - 1)) % places;
        let metres = 2_000 + dice.below(118) * 1_000 + dice.below(3) * 250;
        let (line, way) = (
            dice.below(3),
            if dice.below(5) > 0 { "both" } else { "forward" },
        );
        let (from, to) = (code(from), code(to));
        rows.push((
            "links",
            format!(
                "k{link:02},{from},{to},rail,PT,{}.{:03},1435,PT-l{line},{way},open,,,,,,S",
                metres / 1_000,
                metres % 1_000
            ),
        ));
    }
    let whole = |dice: &mut Dice| if dice.below(2) > 0 { "whole" } else { "slice" };
    let carriers = [("R", "*"), ("Q", ["PT-l0", "PT-l1;PT-l2"][dice.below(2)])];
    for (carrier, lines) in &carriers[..=dice.below(2)] {
        let mut from = 0;
        let bands = 1 + dice.below(3);
        for band in 0..bands {
            let to = from + 30 + dice.below(90);
            let last = band + 1 == bands;
            let basis = ["per_km", "per_km", "per_tonne_km", "per_unit"][dice.below(4)];
            let rate = match basis {
                "per_tonne_km" => format!("0.0{}", 1 + dice.below(9)),
                "per_unit" => (10 + dice.below(90)).to_string(),
                _ => format!("{}.{}", dice.below(2), 1 + dice.below(9)),
            };
            let least = if dice.below(3) > 0 {
                String::new()
            } else {
                dice.below(120).to_string()
            };
            let ends = [(band > 0, from), (!last, to)]
                .map(|(there, km)| if there { km.to_string() } else { String::new() });
            // one that reads the whole haul in any case
            let least = if bands == 1 && least.is_empty() {
                "5".to_owned()
            } else {
                least
            };
            let taper = whole(dice);
            rows.push(("tariffs", format!("{carrier},PT,{lines},rail,container_train,any,any,{basis},{rate},USD,2025,{least},,,{},{},{taper},haulage,,,,,S", ends[0], ends[1])));
            from = to;
        }
        if dice.below(2) > 0 {
            let to = 60 + dice.below(80);
            rows.push(("tariffs", format!("{carrier},PT,{lines},rail,container_train,any,any,per_km,0.3,USD,2025,,,,,{to},whole,access,,,,,S")));
        }
    }
    if trains {
        chains(dice, &mut rows);
    }
    rows.push((
        "emissions",
        format!(
            "rail,,,{}.{},,,S",
            INTENSITY / 1_000,
            INTENSITY % 1_000 / 100
        ),
    ));
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(table, row)| (*table, row.as_str()))
        .collect();
    network(&rows)
}

/// Two block trains and a through rate over it, past places that they may not reach.
fn chains(dice: &mut Dice, rows: &mut Vec<(&'static str, String)>) {
    let mut way = || {
        [
            "",
            "PT-ccc",
            "PT-ddd",
            "|PT-ccc",
            "PT-ddd|PT-ccc",
            "PT-ccc|",
        ][dice.below(6)]
    };
    let (one, other, rate) = (way(), way(), way());
    for (id, via, prices) in [("T1", one, ",,,,"), ("T2", other, "40,45,,,USD")] {
        let year = if prices.ends_with("USD") { "2025" } else { "" };
        let ends = "PT-aaa,PT-bbb,wagon-1435,,,,7,timetable,0,0,,,,";
        let train = format!("{id},R,block_train,{ends},{prices},{year},open,,,,,{via},,S");
        rows.push(("services", train));
    }
    let rate = format!("t,R,PT-aaa,PT-bbb,{rate},35,39,USD,2025,,,,S");
    rows.push(("through_rates", rate));
}
