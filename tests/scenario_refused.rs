//! A change that hits nothing, fits nothing or contradicts another is refused with the remedy.

use crate::maps::{DAY, caucasus, country, new_link, new_service, share};
use trade_corridor::network::{Conveyance, Mode, Network};
use trade_corridor::policy::Policy;
use trade_corridor::quantity::TravelTime;
use trade_corridor::scenario::{
    BorderTime, Change, Factor, NewLink, Scenario, ScenarioError, TariffScope,
};

fn today() -> Scenario {
    Scenario::on(DAY)
}

fn refused(network: &Network, changes: &[Change]) -> ScenarioError {
    let scenario = changes.iter().cloned().fold(today(), Scenario::with);
    let reversed = changes.iter().rev().cloned().fold(today(), Scenario::with);
    assert!(reversed.apply(network).is_err(), "the order decided");
    scenario.apply(network).expect_err("must be refused")
}

#[test]
fn bad_additions_are_refused() {
    let network = caucasus();
    let text =
        |change: NewLink| refused(&network, &[Change::AddLink(Box::new(change))]).to_string();
    let with = |edit: fn(&mut NewLink)| {
        let mut link = new_link();
        edit(&mut link);
        text(link)
    };
    assert!(with(|link| link.id = "tbilisi-poti".to_owned()).contains("there already"));
    assert!(with(|link| link.from = link.to.clone()).contains("to itself"));
    assert!(with(|link| link.from = "Gyumry".to_owned()).contains("did you mean AMLWN (Gyumri"));
    assert!(with(|link| link.from = "Tbilisi".to_owned()).contains("lies elsewhere"));
    assert!(with(|link| link.length_km = 3.0).contains("shorter than the great circle"));
    assert!(with(|link| link.length_km = f64::NAN).contains("not a finite number"));
    assert!(with(|link| link.gauges.clear()).contains("needs a gauge"));
    assert!(
        with(|link| link.line = Some("AM-rial".to_owned())).contains("did you mean `AM-rail`?")
    );
    let mut service = new_service();
    service.conveyance = Conveyance::Truck;
    let error = refused(&network, &[Change::AddService(Box::new(service))]);
    assert!(error.to_string().contains("does not take goods in `truck`"));
    let twins = [
        new_link(),
        NewLink {
            length_km: 126.0,
            ..new_link()
        },
    ];
    let twins = twins.map(|link| Change::AddLink(Box::new(link)));
    assert!(matches!(
        refused(&network, &twins),
        ScenarioError::Contradiction { .. }
    ));
}

#[test]
fn additions_are_held_against_what_tables_are() {
    let network = caucasus();
    let link = |edit: fn(&mut NewLink)| {
        let mut link = new_link();
        edit(&mut link);
        refused(&network, &[Change::AddLink(Box::new(link))]).to_string()
    };
    let abroad = link(|link| link.line = Some("GE-rail".to_owned()));
    assert!(abroad.contains("lies in GE, not in AM"), "{abroad}");
    let mode = link(|link| {
        (link.mode, link.line, link.to) =
            (Mode::Sea, Some("AM-rail".to_owned()), "AMEVN".to_owned());
    });
    assert!(mode.contains("does not fit line `AM-rail`"), "{mode}");

    let mut service = new_service();
    service.distance_km = 0.500;
    let error = refused(&network, &[Change::AddService(Box::new(service))]).to_string();
    assert!(
        error.contains("length 0.5 km is shorter than the great circle of")
            && error.contains("write thousands without one"),
        "{error}"
    );
    let mut service = new_service();
    service.departures_per_week = Some(0.000_1);
    let error = refused(&network, &[Change::AddService(Box::new(service))]).to_string();
    assert!(error.contains("neither a wait nor departures"), "{error}");
}

#[test]
fn changes_of_nothing_are_refused_with_the_nearest_name() {
    let network = caucasus();
    let text = |change| refused(&network, &[change]).to_string();
    assert_eq!(
        text(Change::open("TRIP-rail")),
        "change `TRIP-rail is open`: `TRIP-rail` is no known project, link, crossing, line or \
         service; did you mean `TRIPP-rail`?"
    );
    assert!(text(Change::close("")).contains("is no known"));
    assert!(text(Change::close("service:nothing")).contains("no known service"));
    assert!(text(Change::manager("AM-rail", "RZB")).contains("did you mean `RZD`?"));
    assert!(text(Change::stake("KTZ", "SCS", share("1"))).contains("did you mean `SCR`?"));
    assert!(text(Change::close_transit(country("FR"))).contains("no link in FR"));
    assert!(text(Change::close("country:FR")).contains("nothing in the network"));
    let scope = TariffScope::country(country("FR"));
    let percent = Factor::ONE;
    assert!(text(Change::ScaleTariffs { scope, percent }).contains("widen the scope"));
    let scope = TariffScope::default();
    assert!(text(Change::ScaleTariffs { scope, percent }).contains("scope is empty"));
    let time = TravelTime::default();
    let border = BorderTime::between(country("FR"), country("DE"), time);
    assert!(text(Change::BorderTime(border)).contains("no crossing of the network fits"));
}

#[test]
fn contradictions_are_refused_in_any_order() {
    let network = caucasus();
    let cases = [
        [
            Change::open("TRIPP-rail"),
            Change::close("project:TRIPP-rail"),
        ],
        [Change::open("tbilisi-poti"), Change::close("tbilisi-poti")],
        [
            Change::manager("AM-rail", "TDC"),
            Change::manager("AM-rail", "KTZ"),
        ],
        [
            Change::stake("KTZ", "SCR", share("0")),
            Change::stake("KTZ", "SCR", share("1")),
        ],
        [
            Change::capacity("tbilisi-poti", share("50")),
            Change::capacity("tbilisi-poti", share("60")),
        ],
    ];
    for case in cases {
        let error = refused(&network, &case);
        assert!(
            matches!(error, ScenarioError::Contradiction { .. }),
            "{error}"
        );
    }
    let whole = refused(&network, &[Change::stake("KTZ", "SCR", share("10"))]);
    assert_eq!(
        whole.to_string(),
        "change `KTZ holds 10 % of SCR`: the stakes in `SCR` would add up to 110 %; lower another \
         holder's"
    );
    let itself = refused(&network, &[Change::stake("SCR", "SCR", share("10"))]);
    assert!(itself.to_string().contains("stake in itself"));
}

#[test]
fn errors_name_file_and_line() {
    let network = caucasus();
    let text = "schema = 1\ndate = 2026-11-22\n\n[[change]]\nopen = \"TRIPP-rail\"\n\n\
                [[change]]\nlabel = \"typo\"\nclose = \"tbilisi-potti\"\n";
    let scenario = Scenario::from_toml("s.toml", text).unwrap();
    assert_eq!(
        scenario.apply(&network).unwrap_err().to_string(),
        "s.toml line 7: change `typo`: `tbilisi-potti` is no known project, link, crossing, line \
         or service; did you mean `tbilisi-poti`?"
    );
    let fails = |text: &str| Scenario::from_toml("s.toml", text).unwrap_err().to_string();
    assert_eq!(
        fails("schema = 2\nwhatever = 1\n"),
        "s.toml: schema 2 is unknown; this version reads schema 1 to 1"
    );
    assert!(fails("date = 2026-11-22\n").contains("add `schema = 1`"));
    assert!(fails("schema = 1\ndate = \"soon\"\n").starts_with("s.toml line 2: `soon` is no date"));
    assert!(
        fails("schema = 1\ndate = 2026-11-22\n[[change]]\n")
            .contains("line 3: the change is empty")
    );
    let two = "schema = 1\ndate = 2026-11-22\n[[change]]\nopen = \"a\"\nclose = \"b\"\n";
    assert!(fails(two).contains("line 3: one change says one thing"));
    let share = "schema = 1\ndate = 2026-11-22\n[[change]]\n\
                 stake = { holder = \"a\", held = \"b\", percent = 120 }\n";
    assert!(
        fails(share).contains("above the largest accepted 100"),
        "{}",
        fails(share)
    );
    assert!(fails("schema = 1\nno toml").starts_with("s.toml line 2"));
}

#[test]
fn a_time_of_day_is_refused_alike() {
    let remedy = "has a time of day; give the day alone, `2027-01-01`";
    let head = "schema = 1\ndate = ";
    for day in [
        "2027-01-01T10:00:00",
        "\"2027-01-01T10:00\"",
        "\"2027-01-01 10:00\"",
    ] {
        let error = Scenario::from_toml("s.toml", &format!("{head}{day}\n")).unwrap_err();
        assert!(error.to_string().contains(remedy), "{error}");
        let opens = format!("opens_on = {{ what = \"x\", date = {day} }}");
        let change = format!("{head}2026-11-22\n\n[[change]]\n{opens}\n");
        let error = Scenario::from_toml("s.toml", &change).unwrap_err();
        assert!(error.to_string().contains(remedy), "{error}");
        let policy = format!("schema = 1\ndate = {day}\n");
        let error = Policy::from_toml("p.toml", &policy).unwrap_err();
        assert!(error.to_string().contains(remedy), "{error}");
        let rule = format!(
            "schema = 1\n\n[[rule]]\nvalid_from = {day}\nexclude.territory.countries = [\"RU\"]\n"
        );
        let error = Policy::from_toml("p.toml", &rule).unwrap_err();
        assert!(error.to_string().contains(remedy), "{error}");
    }
}

#[test]
fn a_reversed_spread_is_refused() {
    let text = "schema = 1\ndate = 2026-11-22\n\n[[change]]\nborder_time = { from = \"GE\", hours = 5, hours_p90 = 2 }\n";
    let error = Scenario::from_toml("s.toml", text).unwrap_err().to_string();
    assert!(
        error.starts_with("s.toml line 4: ") && error.contains("lies below the median"),
        "{error}"
    );
    Scenario::from_toml("s.toml", &text.replace("p90 = 2", "p90 = 5")).unwrap();
}

#[test]
fn parties_are_named_by_id_and_names_are_told_theirs() {
    let network = Network::europe_central_asia();
    let text = |change: Change| refused(network, &[change]).to_string();
    let railway = "Georgian Railway";
    let known = network.operator_by_id("GR").unwrap();
    assert!(
        network
            .operators()
            .any(|(id, item)| id == known && item.name == railway)
    );
    let manager = text(Change::manager("GE-rail", railway));
    assert!(
        manager.ends_with("is no known operator; did you mean `GR`?"),
        "{manager}"
    );
    let stake = text(Change::stake(
        "RU-state",
        railway.to_uppercase(),
        share("50"),
    ));
    assert!(
        stake.ends_with("operator or owner; did you mean `GR`?"),
        "{stake}"
    );
    let misspelt = text(Change::manager("GE-rail", "GRR"));
    assert!(misspelt.ends_with("did you mean `GR`?"), "{misspelt}");
}
