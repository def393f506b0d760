//! A small South Caucasus made in code: enough borders, owners and dates for sharp cases.

use jiff::civil::{Date, date};
use trade_corridor::code::Country;
use trade_corridor::geo_types::Point;
use trade_corridor::network::{
    BorderCrossing, BorderTerms, ConsortiumAsset, ConsortiumOperation, Conveyance, End, Gauge,
    Line, Link, Management, Member, Mode, Network, Operator, Owner, OwnerKind, Party, Passage,
    Passing, Place, PlaceKind, Product, Project, Provenance, Role, Service, ServiceKind, Stake,
    Status, Tariff, Timeline, Validity,
};
use trade_corridor::quantity::{Distance, Duration, Rate, Share, TravelTime};
use trade_corridor::scenario::{NewLink, NewService};

pub(crate) const DAY: Date = date(2026, 11, 22);

pub(crate) fn country(code: &str) -> Country {
    code.parse().expect("test data")
}

pub(crate) fn share(text: &str) -> Share {
    text.parse().expect("test data")
}

/// Who holds how much of whom: `"X 50 A; A 50 B"`. Parties are made as they are named; a name such
/// as `RZD@RU` is a company of that country, one without a country is of the United States.
pub(crate) fn stakes(text: &str) -> Network {
    let mut builder = Network::builder();
    let mut parties: Vec<(String, Party)> = Vec::new();
    for entry in text
        .split(';')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
    {
        let words: Vec<&str> = entry.split_whitespace().collect();
        let [holder, percent, held, ref days @ ..] = words[..] else {
            panic!("test data: {entry}");
        };
        let [holder, held] = [holder, held].map(|name| {
            let (id, home) = name.split_once('@').unwrap_or((name, "US"));
            if let Some((_, party)) = parties.iter().find(|(known, _)| known == id) {
                return *party;
            }
            let operator = builder.operator(Operator::new(id, id, country(home)));
            let party = Party::Operator(operator);
            parties.push((id.to_owned(), party));
            party
        });
        let mut stake = Stake::new(holder, held, share(percent));
        if let [first, last] = days {
            let days = [first, last].map(|day| Some(day.parse().expect("test data")));
            stake.validity = Validity::new(days[0], days[1]).expect("test data");
        }
        builder.stake(stake);
    }
    builder.build().expect("test data")
}

/// Armenia's railway, its neighbours, a planned route and a Black Sea ferry.
pub(crate) fn caucasus() -> Network {
    caucasus_paying(false)
}

/// The same; where `russia` is true, Georgian Railway's tariff pays Russian Railways for the line,
/// and who controls the border into Armenia is Russian Railways as well.
pub(crate) fn caucasus_paying(russia: bool) -> Network {
    let mut b = Network::builder();
    b.describe("South Caucasus", Some(DAY), 2026);
    let (am, ge, az, ru, kz) = (
        country("AM"),
        country("GE"),
        country("AZ"),
        country("RU"),
        country("KZ"),
    );
    let mut place = |code: &str, name: &str, at: (f64, f64), home: Country| {
        let code = code.parse().expect("test data");
        let mut place = Place::new(code, name, home, Point::new(at.0, at.1));
        place.kinds = vec![PlaceKind::RailTerminal, PlaceKind::RoadTerminal];
        if name == "Poti" || name == "Novorossiysk" {
            place.kinds.push(PlaceKind::Seaport);
        }
        b.place(place)
    };
    let yerevan = place("AMEVN", "Yerevan", (44.5, 40.2), am);
    let gyumri = place("AMLWN", "Gyumri", (43.8, 40.8), am);
    let meghri = place("AM-meg", "Meghri", (46.2, 38.9), am);
    let tbilisi = place("GETBS", "Tbilisi", (44.8, 41.7), ge);
    let poti = place("GEPTI", "Poti", (41.7, 42.1), ge);
    let baku = place("AZBAK", "Baku", (49.9, 40.4), az);
    let novorossiysk = place("RUNVS", "Novorossiysk", (37.8, 44.7), ru);
    let project = b.project(Project::new("TRIPP-rail", "TRIPP railway"));

    let mut operator = |id: &str, name: &str, home: Country, role: Role| {
        let mut operator = Operator::new(id, name, home);
        operator.roles.push(role);
        b.operator(operator)
    };
    let scr = operator(
        "SCR",
        "South Caucasus Railway",
        am,
        Role::InfrastructureManager,
    );
    let rzd = operator("RZD", "Russian Railways", ru, Role::InfrastructureManager);
    let ktz = operator(
        "KTZ",
        "Kazakhstan Temir Zholy",
        kz,
        Role::InfrastructureManager,
    );
    let gr = operator("GR", "Georgian Railway", ge, Role::InfrastructureManager);
    let ady = operator(
        "ADY",
        "Azerbaijan Railways",
        az,
        Role::InfrastructureManager,
    );
    let tdc = operator(
        "TDC",
        "TRIPP Development Company",
        am,
        Role::InfrastructureManager,
    );
    let utlc = operator("UTLC", "UTLC ERA", ru, Role::Forwarder);
    let mcm = operator("MCM", "Middle Corridor Multimodal", kz, Role::Consortium);
    let ferry = operator(
        "NSL",
        "Northern Shipping",
        country("MT"),
        Role::ShippingLine,
    );
    let bch = operator(
        "BCh",
        "Belarusian Railway",
        country("BY"),
        Role::RailwayUndertaking,
    );
    let state = b.owner(Owner::new(
        "RU-state",
        "the Russian Federation",
        ru,
        OwnerKind::State,
    ));
    let usa = b.owner(Owner::new(
        "US-state",
        "the United States",
        country("US"),
        OwnerKind::State,
    ));

    let mut concession = Stake::new(Party::Operator(rzd), Party::Operator(scr), Share::WHOLE);
    concession.validity =
        Validity::new(Some(date(2008, 2, 13)), Some(date(2038, 2, 12))).expect("test data");
    b.stake(concession);
    b.stake(Stake::new(
        Party::Owner(state),
        Party::Operator(rzd),
        Share::WHOLE,
    ));
    b.stake(Stake::new(
        Party::Owner(usa),
        Party::Operator(tdc),
        share("74"),
    ));
    for holder in [rzd, bch, ktz] {
        b.stake(Stake::new(
            Party::Operator(holder),
            Party::Operator(utlc),
            share("1/3"),
        ));
    }
    for member in [ktz, ady, gr] {
        b.member(Member::new(
            mcm,
            Party::Operator(member),
            Some(share("1/3").into()),
        ));
    }

    let mut line =
        |id: &str, home: Country, manager: Option<trade_corridor::network::OperatorId>| {
            let mode = if manager.is_some() {
                Mode::Rail
            } else {
                Mode::Road
            };
            let mut line = Line::new(id, home, mode);
            line.managers.extend(manager.map(|operator| Management {
                operator,
                validity: Validity::ALWAYS,
                provenance: Provenance::default(),
            }));
            b.line(line)
        };
    let am_rail = line("AM-rail", am, Some(scr));
    let ge_rail = line("GE-rail", ge, Some(gr));
    let az_rail = line("AZ-rail", az, Some(ady));
    let tripp = line("AM-meghri", am, Some(scr));
    let am_road = line("AM-road", am, None);

    for (member, line) in [(gr, ge_rail), (ady, az_rail)] {
        let asset = ConsortiumAsset::Line(line);
        b.consortium_operation(ConsortiumOperation::new(mcm, member, asset));
    }

    let crossing = |code: &str, sides: [Country; 2], at: (f64, f64)| {
        BorderCrossing::new(code, sides, Mode::Rail, Point::new(at.0, at.1))
    };
    let sadakhlo = crossing("x-am-ge-sadakhlo-rail", [am, ge], (44.8, 41.2));
    let boyuk = crossing("x-az-ge-boyuk-kesik-rail", [az, ge], (45.3, 41.4));
    let mut aghband = crossing("x-am-az-aghband-rail", [am, az], (46.6, 39.0));
    aghband.states = Timeline::always(Status::Planned);
    aghband.project = Some(project);
    let [sadakhlo, boyuk, aghband] = [sadakhlo, boyuk, aghband].map(|item| b.crossing(item));

    let mut rail = |id: &str, from: End, to: End, home: Country, line, km: f64, planned: bool| {
        let length = Distance::from_km(km).expect("test data");
        let mut link = Link::new(id, from, to, Mode::Rail, home, line, length);
        link.gauges = vec![Gauge::RUSSIAN];
        if planned {
            link.states = Timeline::always(Status::Planned);
            link.project = Some(project);
        }
        b.link(link)
    };
    rail(
        "gyumri-yerevan",
        End::Place(gyumri),
        End::Place(yerevan),
        am,
        am_rail,
        120.0,
        false,
    );
    rail(
        "gyumri-sadakhlo",
        End::Place(gyumri),
        End::Crossing(sadakhlo),
        am,
        am_rail,
        130.0,
        false,
    );
    rail(
        "sadakhlo-tbilisi",
        End::Crossing(sadakhlo),
        End::Place(tbilisi),
        ge,
        ge_rail,
        70.0,
        false,
    );
    rail(
        "tbilisi-poti",
        End::Place(tbilisi),
        End::Place(poti),
        ge,
        ge_rail,
        312.0,
        false,
    );
    rail(
        "tbilisi-boyuk",
        End::Place(tbilisi),
        End::Crossing(boyuk),
        ge,
        ge_rail,
        60.0,
        false,
    );
    rail(
        "boyuk-baku",
        End::Crossing(boyuk),
        End::Place(baku),
        az,
        az_rail,
        503.0,
        false,
    );
    rail(
        "baku-aghband",
        End::Place(baku),
        End::Crossing(aghband),
        az,
        az_rail,
        400.0,
        true,
    );
    rail(
        "aghband-meghri",
        End::Crossing(aghband),
        End::Place(meghri),
        am,
        tripp,
        43.0,
        true,
    );
    let length = Distance::from_km(130.0).expect("test data");
    let (from, to) = (End::Place(gyumri), End::Place(yerevan));
    b.link(Link::new(
        "gyumri-yerevan-road",
        from,
        to,
        Mode::Road,
        am,
        am_road,
        length,
    ));

    let length = Distance::from_km(500.0).expect("test data");
    let time = TravelTime::certain(Duration::from_minutes(1_800));
    let mut sailing = Service::new(
        "poti-novorossiysk",
        ferry,
        ServiceKind::Feeder,
        poti,
        novorossiysk,
        Conveyance::Vessel,
        length,
        time,
    );
    sailing.departures_per_1000_weeks = Some(500.into());
    sailing.flag = Some(country("MT"));
    let sailing = b.service(sailing);
    b.passage(Passage::new("bosphorus", Some(Passing::Service(sailing))));
    let rate = Rate::from_usd(0.2).expect("test data");
    for (id, operator, home) in [("t-am", scr, am), ("t-ge", gr, ge), ("t-az", ady, az)] {
        let product = Product::ContainerTrain;
        let mut tariff = Tariff::new(id, Some(operator), home, Mode::Rail, product, rate);
        tariff.payee = (russia && operator == gr).then_some(rzd);
        b.tariff(tariff);
    }
    if russia {
        for (from, to, payee) in [(ge, am, Some(rzd)), (am, ge, None)] {
            let mut terms = BorderTerms::new(TravelTime::certain(Duration::from_minutes(60)));
            (terms.from, terms.to, terms.payee) = (Some(from), Some(to), payee);
            b.border(terms);
        }
    }
    b.build().expect("test data")
}

/// A railway around a border station.
pub(crate) fn new_link() -> NewLink {
    NewLink {
        id: "bypass".to_owned(),
        from: "Gyumri".to_owned(),
        to: "x-am-ge-sadakhlo-rail".to_owned(),
        mode: Mode::Rail,
        country: country("AM"),
        length_km: 125.0,
        gauges: vec![1520],
        line: None,
        forward_only: false,
    }
}

/// A ferry that is not there yet.
pub(crate) fn new_service() -> NewService {
    NewService {
        id: "a-new-ferry".to_owned(),
        operator: "NSL".to_owned(),
        kind: ServiceKind::Feeder,
        from: "RUNVS".to_owned(),
        to: "Poti".to_owned(),
        conveyance: Conveyance::Vessel,
        distance_km: 500.0,
        hours: 30.0,
        hours_p90: None,
        departures_per_week: Some(0.5),
        wait_hours: None,
        flag: None,
        price_20ft: None,
        price_40ft: Some(Rate::from_usd(900.0).unwrap()),
        price_truck: None,
        price_wagon: None,
    }
}
