//! Each formula on record pays somebody else, or charges something else, and this is how.

use jiff::civil::date;
use trade_corridor::analysis::settlement::{Horizon, Ledger, settle_over};
use trade_corridor::network::{Component, Party, Role};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::route::{PaidTo, Warning};

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn preset(name: &str) -> Scenario {
    Scenario::preset(name).unwrap()
}

fn asked(scenario: &Scenario, from: &str, to: &str, policy: Policy) -> Route {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, scenario).unwrap();
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    let request = Request::new(from, to).shipment(shipment).policy(policy);
    planner.cheapest(&request).unwrap()
}

fn railways() -> Policy {
    Policy::open().with(Rule::exclude_mode(Mode::Road))
}

/// From Baku to Nakhchivan by truck through Syunik.
fn by_road(scenario: &Scenario) -> Route {
    let through_syunik = Policy::open()
        .with(Rule::exclude_territory(country("IR")))
        .with(Rule::exclude_territory(country("GE")))
        .with(Rule::exclude_mode(Mode::Rail));
    asked(scenario, "Baku", "Nakhchivan", through_syunik)
}

fn usd(amount: f64) -> Money {
    Money::from_usd(amount).unwrap()
}

/// Who holds all of the company that has the Armenian concession.
fn owner(scenario: &Scenario) -> String {
    let network = Network::europe_central_asia();
    let world = scenario.apply(network).unwrap();
    let company = network.party("SCR").unwrap();
    let mut stakes = world.stakes().filter(|stake| stake.held == company);
    let holder = stakes.next().unwrap().holder;
    assert!(stakes.next().is_none());
    network.party_id(holder).unwrap().to_owned()
}

#[test]
fn concessions_differ_in_who_is_paid_and_who_owns_it() {
    let today = Scenario::on(date(2027, 1, 1));
    let plain = asked(&today, "Tbilisi", "Yerevan", railways());
    let carried = Ledger::of([&plain]).operator("SCR");
    assert!(carried > Money::ZERO);
    assert_eq!(owner(&today), "RZD");
    for (name, paid, held_by) in [
        ("concession-to-armenia", "SCR", "STATE-AM"),
        ("concession-to-emirates", "SCR", "AD-PORTS"),
        ("concession-to-kazakhstan", "KTZ", "KTZ"),
        ("concession-to-qatar", "SCR", "STATE-QA"),
    ] {
        let scenario = preset(name);
        let route = asked(&scenario, "Tbilisi", "Yerevan", railways());
        // Nobody has named a tariff.
        assert_eq!(route.cost(), plain.cost(), "{name}");
        assert_eq!(Ledger::of([&route]).operator(paid), carried, "{name}");
        assert_eq!(owner(&scenario), held_by, "{name}");
        let runs_tracks = |id: &str| {
            let mut all = route.atoms().flat_map(|step| &step.parties);
            all.any(|(party, _, role)| party == id && *role == Role::InfrastructureManager)
        };
        assert!(runs_tracks(paid), "{name}");
    }
}

#[test]
fn border_sections_taken_back_are_charged_by_the_state() {
    let opened = Change::open("project:AM-TR-border");
    let plain = Scenario::on(date(2027, 1, 1)).with(opened.clone());
    let taken = preset("armenia-takes-border-sections").with(opened);
    let ask = |scenario| asked(scenario, "Kars", "Gyumri", railways());
    let (plain, taken) = (ask(&plain), ask(&taken));
    // 23.8 t with the box over 2.179 km at 0.0118 USD
    let due = taken.cost() - plain.cost();
    assert_eq!(due, usd(0.61));
    let states = |route: &Route| Ledger::of([route]).states().get(&country("AM")).copied();
    let before = states(&plain).unwrap_or(Money::ZERO);
    assert_eq!(states(&taken), Some(before + due));
    let charges = taken.charges();
    let mut tolls = charges.filter(|charge| charge.component == Component::Toll);
    assert_eq!(
        tolls.next().unwrap().payee,
        PaidTo::Authority(country("AM"))
    );
}

#[test]
fn the_embedded_toll_of_tripp_is_unknown_and_presets_have_it_as_a_parameter() {
    let bare = Scenario::on(date(2029, 1, 1))
        .with(Change::open("project:TRIPP-road"))
        .with(Change::open("project:HORADIZ-AGHBAND"));
    let untold = by_road(&bare);
    let unknown = |route: &Route| {
        let mut warnings = route.warnings().iter();
        warnings.any(|warning| matches!(warning, Warning::UnknownToll { line, manager: Some(manager), .. } if line == "AM-tripp-road" && manager == "TDC"))
    };
    assert!(unknown(&untold), "{untold}");
    assert_eq!(Ledger::of([&untold]).operator("TDC"), Money::ZERO);

    let opens = preset("tripp-opens");
    let told = by_road(&opens);
    assert!(!unknown(&told));
    // 39 km at 0.12 USD
    assert_eq!(Ledger::of([&told]).operator("TDC"), usd(4.68));
    assert_eq!(told.cost(), untold.cost() + usd(4.68));
    let names: Vec<&str> = opens.parameters().map(|known| known.name).collect();
    assert_eq!(names, ["TRIPP road toll", "TRIPP rail access charge"]);
    for known in opens.parameters() {
        assert!(known.source.starts_with("assumed: ") && known.low < known.high);
    }
    let most = opens.parameters().next().unwrap().high;
    let dear = opens.with_parameter("TRIPP road toll", most).unwrap();
    assert_eq!(Ledger::of([&by_road(&dear)]).operator("TDC"), usd(128.7));
    opens
        .with_parameter("TRIPP road toll", Rate::from_usd(9.0).unwrap())
        .unwrap_err();
}

#[test]
fn a_front_office_collects_for_the_state_and_charges_for_itself() {
    let plain = by_road(&preset("tripp-opens"));
    let front = by_road(&preset("tripp-front-office"));
    assert_eq!(front.cost(), plain.cost() + usd(39.0));
    let [before, after] = [&plain, &front].map(|route| Ledger::of([route]));
    // What Armenia is due stays Armenia's, whoever collects it.
    assert_eq!(before.states(), after.states());
    let armenia = after.states()[&country("AM")];
    assert!(armenia > Money::ZERO);
    assert_eq!(before.operator("TDC"), usd(4.68));
    assert_eq!(after.revenue("TDC"), usd(4.68 + 39.0));
    assert_eq!(after.operator("TDC"), after.revenue("TDC") + armenia);
}

#[test]
fn terms_of_tripp_differ_in_who_holds_it() {
    let network = Network::europe_central_asia();
    let shares = |scenario: &Scenario| -> Vec<(String, f64)> {
        let world = scenario.apply(network).unwrap();
        let company = network.operator_by_id("TDC").map(Party::Operator);
        let stakes = world.stakes().filter(|stake| Some(stake.held) == company);
        let told = stakes.map(|stake| {
            let holder = network.party_id(stake.holder).unwrap().to_owned();
            (holder, stake.share.as_percent())
        });
        told.collect()
    };
    let two = |armenia, america| {
        let all = [("STATE-AM", armenia), ("US-DFC", america)];
        all.map(|(who, share): (&str, f64)| (who.to_owned(), share))
            .to_vec()
    };
    assert_eq!(shares(&preset("tripp-opens")), two(26.0, 74.0));
    assert_eq!(shares(&preset("tripp-agreed-term")), two(26.0, 74.0));
    assert_eq!(shares(&preset("tripp-extension-term")), two(49.0, 51.0));
    let later = preset("tripp-agreed-term").with_day(date(2075, 5, 26));
    assert_eq!(shares(&later), []);
    let russia = shares(&preset("russia-joins-tripp"));
    assert!(russia.contains(&("RZD".to_owned(), 5.0)));

    // The further 50 years are a parameter: of the same 99 years Armenia has 26 or 37.6 per cent.
    let over = |name: &str| {
        let first = date(2026, 5, 26);
        let horizon = Horizon {
            first,
            years: 99,
            discount_percent: 0.0,
        };
        let level = |_| usd(1_000_000.0);
        settle_over(network, &preset(name), "TDC", horizon, level).unwrap()
    };
    let agreed = over("tripp-agreed-term");
    assert_eq!(
        agreed.years.iter().filter(|year| year.is_over()).count(),
        50
    );
    assert!((agreed.percent_of("STATE-AM").unwrap() - 26.0).abs() < 1e-6);
    let extended = over("tripp-extension-term");
    assert!(extended.years.iter().all(|year| !year.is_over()));
    assert!((extended.percent_of("STATE-AM").unwrap() - 37.6).abs() < 0.05);
}
