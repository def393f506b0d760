//! Services, through rates, tariffs, handling, borders, fees, speeds, emissions and money.

use super::loader::{Loader, unknown};
use super::sheet::Row;
use crate::code::Country;
use crate::network::{
    Basis, BorderTerms, Component, DepartureRule, EmissionFactor, EmissionSubject, ExchangeRate,
    FaultKind, Fee, Handling, HandlingKind, Mode, Plate, Product, Regime, Service, ServiceKind,
    Speed, Taper, Tariff, ThroughRate, Trigger, UnitKind,
};

/// Reads one of a few words.
fn word<T: Copy>(row: Row<'_>, column: &str, words: &[(&str, T)]) -> Option<T> {
    let text = row.required(column)?;
    let found = words
        .iter()
        .find(|(word, _)| *word == text)
        .map(|(_, value)| *value);
    if found.is_none() {
        let accepted: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        let reason = format!(
            "`{text}` is unknown here; use one of {}",
            accepted.join(", ")
        );
        row.fault(column, FaultKind::BadValue { reason });
    }
    found
}

/// Everything that tells a tariff from its neighbours.
fn key(row: Row<'_>) -> String {
    let lines = match row.text("lines") {
        "" => "*",
        lines => lines,
    };
    let (country, operator) = (row.text("country"), row.text("operator"));
    let (product, unit) = (row.text("product"), row.text("unit"));
    let mut key = format!("{country}/{operator}/{lines}/{product}/{unit}");
    for column in [
        "loaded",
        "basis",
        "component",
        "mass_from_t",
        "mass_to_t",
        "band_from_km",
        "band_to_km",
        "valid_from",
    ] {
        key.push('/');
        key.push_str(row.text(column));
    }
    key
}

impl Loader<'_> {
    pub(super) fn currencies(&mut self) {
        for sheet in self.sheets(
            "currencies",
            "code",
            &["code", "usd", "year", "source", "?note"],
        ) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (code, usd) = (row.required("code"), row.number("usd"));
                let year = row.parse::<i16>("year");
                let (Some(code), Some(usd), Some(year)) = (code, usd, year) else {
                    continue;
                };
                if usd <= 0.0 {
                    let reason = format!("`{usd}` is no exchange rate; give a positive number");
                    row.fault("usd", FaultKind::BadValue { reason });
                    continue;
                }
                self.money.exchange(code, year, usd);
                let mut rate = ExchangeRate::new(code, year, usd);
                rate.provenance = provenance;
                self.builder.exchange_rate(rate);
            }
        }
        for sheet in self.sheets("deflators", "year", &["year", "index", "source", "?note"]) {
            for row in sheet.rows() {
                self.provenance(row);
                if let (Some(year), Some(index)) = (row.parse("year"), row.number("index")) {
                    if index > 0.0 {
                        self.money.price_index(year, index);
                    } else {
                        let reason = format!("`{index}` is no index; give a positive number");
                        row.fault("index", FaultKind::BadValue { reason });
                    }
                }
            }
        }
    }

    pub(super) fn services(&mut self) {
        let columns = [
            "id",
            "operator",
            "kind",
            "from",
            "to",
            "carriage",
            "distance_km",
            "hours",
            "hours_p90",
            "departures_per_week",
            "departure_rule",
            "wait_hours",
            "wait_hours_p90",
            "flag",
            "capacity_teu",
            "capacity_wagons",
            "capacity_trucks",
            "price_20ft",
            "price_40ft",
            "price_truck",
            "price_wagon",
            "currency",
            "price_year",
            "status",
            "valid_from",
            "valid_to",
            "project",
            "waypoints",
            "?via",
            "note",
            "source",
        ];
        for sheet in self.sheets("services", "id", &columns) {
            for row in sheet.rows() {
                if let Some(service) = self.service(row) {
                    self.builder.service(service);
                }
            }
        }
    }

    fn service(&self, row: Row<'_>) -> Option<Service> {
        let provenance = self.provenance(row);
        let (id, operator) = (row.required("id"), self.operator(row, "operator"));
        let (kind, carriage) = (row.parse::<ServiceKind>("kind"), row.parse("carriage"));
        let (from, to) = (self.place(row, "from"), self.place(row, "to"));
        let (distance, time) = (
            row.optional_km("distance_km"),
            row.optional_hours("hours", "hours_p90"),
        );
        let departures = if row.has("departures_per_week") {
            row.number("departures_per_week")
                .map(|week| Some((week * 1e3).round() as u32))
        } else {
            Some(None)
        };
        let rule = row.parse::<DepartureRule>("departure_rule");
        let wait = row.optional_hours("wait_hours", "wait_hours_p90");
        let flag = row.optional::<Country>("flag");
        let capacities = [
            row.optional::<u32>("capacity_teu"),
            row.optional("capacity_wagons"),
            row.optional("capacity_trucks"),
        ];
        let (prices, states, project) = (self.prices(row), Self::states(row), self.project(row));
        let via = self.via(row, "via", "waypoints");
        let (distance, time) = (distance?, time?);
        let mut service = Service::new(
            id?,
            operator?,
            kind?,
            from?,
            to?,
            carriage?,
            distance.unwrap_or_default(),
            time.unwrap_or_default(),
        );
        (service.distance, service.time) = (distance, time);
        service.departures_per_1000_weeks = departures?;
        service.rule = rule?;
        service.wait = wait?;
        service.flag = flag?;
        service.capacity_teu = capacities[0]?;
        service.capacity_wagons = capacities[1]?;
        service.capacity_trucks = capacities[2]?;
        service.prices = prices?;
        service.states = states?;
        service.project = project?;
        service.via = via?;
        row.text("note").clone_into(&mut service.note);
        service.provenance = provenance;
        Some(service)
    }

    pub(super) fn through_rates(&mut self) {
        let columns = [
            "id",
            "seller",
            "from",
            "to",
            "via",
            "?products",
            "price_20ft",
            "price_40ft",
            "?price_truck",
            "?price_wagon",
            "currency",
            "price_year",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("through_rates", "id", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (id, seller) = (row.required("id"), self.operator(row, "seller"));
                let (from, to) = (self.place(row, "from"), self.place(row, "to"));
                let (via, prices) = (self.via(row, "via", ""), self.prices(row));
                let validity = row.validity();
                let product = row.parse_or("products", Product::ContainerTrain);
                let (Some(id), Some(seller), Some(from), Some(to)) = (id, seller, from, to) else {
                    continue;
                };
                let (Some(via), Some(prices), Some(validity), Some(product)) =
                    (via, prices, validity, product)
                else {
                    continue;
                };
                let mut rate = ThroughRate::new(id, seller, from, to);
                rate.product = product;
                rate.via = via;
                rate.prices = prices;
                rate.validity = validity;
                row.text("note").clone_into(&mut rate.note);
                rate.provenance = provenance;
                self.builder.through_rate(rate);
            }
        }
    }

    pub(super) fn tariffs(&mut self) {
        let columns = [
            "operator",
            "country",
            "lines",
            "mode",
            "product",
            "unit",
            "loaded",
            "basis",
            "rate",
            "currency",
            "price_year",
            "minimum",
            "mass_from_t",
            "mass_to_t",
            "band_from_km",
            "band_to_km",
            "taper",
            "component",
            "payee",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("tariffs", "country", &columns) {
            for row in sheet.rows() {
                if let Some(tariff) = self.tariff(row) {
                    self.builder.tariff(tariff);
                }
            }
        }
    }

    fn tariff(&self, row: Row<'_>) -> Option<Tariff> {
        let provenance = self.provenance(row);
        let operator = self.optional_operator(row, "operator");
        let (country, mode) = (row.parse::<Country>("country"), row.parse::<Mode>("mode"));
        let (product, rate) = (row.parse::<Product>("product"), self.rate(row, "rate"));
        let mut lines = Some(Vec::new());
        for line in row.parts("lines").filter(|line| *line != "*") {
            match self.builder.find_line(line) {
                Ok(line) => {
                    if let Some(lines) = lines.as_mut() {
                        lines.push(line);
                    }
                }
                Err(miss) => {
                    lines = None;
                    unknown(&self.builder, row, "lines", "line", line, miss);
                }
            }
        }
        let unit = if matches!(row.text("unit"), "" | "any") {
            Some(None)
        } else {
            row.parse::<UnitKind>("unit").map(Some)
        };
        let loaded = match row.text("loaded") {
            "" | "any" => Some(None),
            _ => word(row, "loaded", &[("loaded", true), ("empty", false)]).map(Some),
        };
        let basis = word(
            row,
            "basis",
            &[
                ("per_km", Basis::PerKm),
                ("per_tonne_km", Basis::PerTonneKm),
                ("per_unit", Basis::PerUnit),
                ("per_consignment", Basis::PerConsignment),
            ],
        );
        let minimum = if row.has("minimum") {
            self.rate(row, "minimum").map(Some)
        } else {
            Some(None)
        };
        let masses = [
            row.optional_tonnes("mass_from_t"),
            row.optional_tonnes("mass_to_t"),
        ];
        let bands = [
            row.optional_km("band_from_km"),
            row.optional_km("band_to_km"),
        ];
        let taper = if row.has("taper") {
            word(
                row,
                "taper",
                &[("whole", Taper::Whole), ("slice", Taper::Slice)],
            )
        } else {
            Some(Taper::Whole)
        };
        let component = row.parse_or("component", Component::Haulage);
        let (payee, validity) = (self.optional_operator(row, "payee"), row.validity());
        let mut tariff = Tariff::new(key(row), operator?, country?, mode?, product?, rate?);
        tariff.lines = lines?;
        tariff.unit = unit?;
        tariff.loaded = loaded?;
        tariff.basis = basis?;
        tariff.minimum = minimum?;
        tariff.mass_from = masses[0]?;
        tariff.mass_to = masses[1]?;
        tariff.band_from = bands[0]?;
        tariff.band_to = bands[1]?;
        tariff.taper = taper?;
        tariff.component = component?;
        tariff.payee = payee?;
        tariff.validity = validity?;
        row.text("note").clone_into(&mut tariff.note);
        tariff.provenance = provenance;
        Some(tariff)
    }

    pub(super) fn handling(&mut self) {
        let columns = [
            "place",
            "country",
            "operation",
            "carriage_from",
            "carriage_to",
            "operator",
            "hours",
            "hours_p90",
            "price_20ft",
            "price_40ft",
            "price_truck",
            "price_wagon",
            "currency",
            "price_year",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("handling", "place", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let kinds = [
                    ("load", HandlingKind::Load),
                    ("unload", HandlingKind::Unload),
                    ("tranship", HandlingKind::Tranship),
                    ("gauge_change", HandlingKind::GaugeChange),
                    ("port_dwell", HandlingKind::PortDwell),
                ];
                let kind = word(row, "operation", &kinds);
                let place = if row.has("place") {
                    self.place(row, "place").map(Some)
                } else {
                    Some(None)
                };
                let country = Self::any_country(row, "country");
                let from = Self::family(row, "carriage_from");
                let to = Self::family(row, "carriage_to");
                let operator = self.optional_operator(row, "operator");
                let (time, prices) = (row.hours("hours", "hours_p90"), self.prices(row));
                let validity = row.validity();
                let (Some(kind), Some(place), Some(country), Some(from), Some(to)) =
                    (kind, place, country, from, to)
                else {
                    continue;
                };
                let (Some(operator), Some(time), Some(prices), Some(validity)) =
                    (operator, time, prices, validity)
                else {
                    continue;
                };
                let mut handling = Handling::new(kind, time);
                handling.place = place;
                handling.country = country;
                handling.from = from;
                handling.to = to;
                handling.operator = operator;
                handling.prices = prices;
                handling.validity = validity;
                row.text("note").clone_into(&mut handling.note);
                handling.provenance = provenance;
                self.builder.handling(handling);
            }
        }
    }

    pub(super) fn borders(&mut self) {
        let columns = [
            "crossing",
            "from_country",
            "to_country",
            "mode",
            "regime",
            "hours",
            "hours_p90",
            "?exit_mean_hours",
            "?entry_mean_hours",
            "fee",
            "currency",
            "price_year",
            "payee",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("borders", "crossing", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let crossing = match row.text("crossing") {
                    "" => Some(None),
                    code => self
                        .builder
                        .find_crossing(code)
                        .map(Some)
                        .map_err(|miss| {
                            unknown(
                                &self.builder,
                                row,
                                "crossing",
                                "border crossing",
                                code,
                                miss,
                            )
                        })
                        .ok(),
                };
                let from = Self::any_country(row, "from_country");
                let to = Self::any_country(row, "to_country");
                let mode = match row.text("mode") {
                    "*" => Some(None),
                    _ => row.optional::<Mode>("mode"),
                };
                let regime = match row.text("regime") {
                    "*" => Some(None),
                    _ => row.optional::<Regime>("regime"),
                };
                let time = row.hours("hours", "hours_p90");
                let fee = if row.has("fee") {
                    self.rate(row, "fee")
                } else {
                    Some(crate::quantity::Rate::ZERO)
                };
                let (payee, validity) = (self.optional_operator(row, "payee"), row.validity());
                let (Some(crossing), Some(from), Some(to), Some(mode), Some(regime)) =
                    (crossing, from, to, mode, regime)
                else {
                    continue;
                };
                let (Some(time), Some(fee), Some(payee), Some(validity)) =
                    (time, fee, payee, validity)
                else {
                    continue;
                };
                let mut terms = BorderTerms::new(time);
                terms.crossing = crossing;
                terms.from = from;
                terms.to = to;
                terms.mode = mode;
                terms.regime = regime;
                terms.fee = fee;
                terms.payee = payee;
                terms.validity = validity;
                row.text("note").clone_into(&mut terms.note);
                terms.provenance = provenance;
                self.builder.border(terms);
            }
        }
    }

    pub(super) fn fees(&mut self) {
        let columns = [
            "country",
            "mode",
            "plate",
            "trigger",
            "mass_from_t",
            "mass_to_t",
            "amount",
            "currency",
            "price_year",
            "payee",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("fees", "country", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (country, mode) = (row.parse::<Country>("country"), row.parse::<Mode>("mode"));
                let plate = match row.text("plate") {
                    "*" | "" => Some(Plate::Other),
                    "EU" => Some(Plate::EuropeanUnion),
                    _ => row.parse("plate").map(Plate::Country),
                };
                let trigger = word(
                    row,
                    "trigger",
                    &[
                        ("transit", Trigger::Entry),
                        ("entry", Trigger::Entry),
                        ("exit", Trigger::Exit),
                    ],
                );
                let masses = [
                    row.optional_tonnes("mass_from_t"),
                    row.optional_tonnes("mass_to_t"),
                ];
                let amount = self.rate(row, "amount");
                let (payee, validity) = (self.optional_operator(row, "payee"), row.validity());
                let (Some(country), Some(mode), Some(plate), Some(trigger), Some(amount)) =
                    (country, mode, plate, trigger, amount)
                else {
                    continue;
                };
                let ([Some(mass_from), Some(mass_to)], Some(payee), Some(validity)) =
                    (masses, payee, validity)
                else {
                    continue;
                };
                let mut fee = Fee::new(country, mode, amount);
                fee.plate = plate;
                fee.trigger = trigger;
                fee.mass_from = mass_from;
                fee.mass_to = mass_to;
                fee.payee = payee;
                fee.validity = validity;
                row.text("note").clone_into(&mut fee.note);
                fee.provenance = provenance;
                self.builder.fee(fee);
            }
        }
    }

    pub(super) fn speeds(&mut self) {
        let columns = [
            "country",
            "mode",
            "product",
            "line",
            "kmh",
            "p90_factor",
            "?daily_hours",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("speeds", "country", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (country, mode) =
                    (Self::any_country(row, "country"), row.parse::<Mode>("mode"));
                let product = match row.text("product") {
                    "*" => Some(None),
                    _ => row.optional::<Product>("product"),
                };
                let line = match row.text("line") {
                    "" => Some(None),
                    id => self
                        .builder
                        .find_line(id)
                        .map(Some)
                        .map_err(|miss| unknown(&self.builder, row, "line", "line", id, miss))
                        .ok(),
                };
                let kmh = row.number("kmh").and_then(|kmh| {
                    let sound = (1.0..=300.0).contains(&kmh);
                    if !sound {
                        let reason = format!("`{kmh}` km/h is no speed; give 1 to 300");
                        row.fault("kmh", FaultKind::BadValue { reason });
                    }
                    sound.then_some(kmh)
                });
                let factor = if row.has("p90_factor") {
                    row.number("p90_factor").and_then(|factor| {
                        let sound = (1.0..=100.0).contains(&factor);
                        if !sound {
                            let reason = format!("`{factor}` is no factor; give 1 to 100");
                            row.fault("p90_factor", FaultKind::BadValue { reason });
                        }
                        sound.then_some(factor)
                    })
                } else {
                    Some(1.0)
                };
                let daily = if row.has("daily_hours") {
                    row.number("daily_hours").and_then(|hours| {
                        let sound = (1.0..=24.0).contains(&hours);
                        if !sound {
                            let reason =
                                format!("`{hours}` hours are no part of a day; give 1 to 24");
                            row.fault("daily_hours", FaultKind::BadValue { reason });
                        }
                        sound.then_some(hours)
                    })
                } else {
                    Some(24.0)
                };
                let validity = row.validity();
                let (Some(country), Some(mode), Some(product), Some(line)) =
                    (country, mode, product, line)
                else {
                    continue;
                };
                let (Some(kmh), Some(factor), Some(daily), Some(validity)) =
                    (kmh, factor, daily, validity)
                else {
                    continue;
                };
                let mut speed = Speed::new(mode, (kmh * daily / 24.0 * 1e3).round() as u32);
                speed.line = line;
                speed.country = country;
                speed.product = product;
                speed.p90_per_mille = (factor * 1e3).round() as u32;
                speed.validity = validity;
                row.text("note").clone_into(&mut speed.note);
                speed.provenance = provenance;
                self.builder.speed(speed);
            }
        }
    }

    pub(super) fn emissions(&mut self) {
        let columns = [
            "mode",
            "country",
            "product",
            "g_per_tkm",
            "handling_kg_per_unit",
            "note",
            "source",
        ];
        for sheet in self.sheets("emissions", "mode", &columns) {
            for row in sheet.rows() {
                if let Some(factor) = self.emission(row) {
                    self.builder.emission(factor);
                }
            }
        }
    }

    fn emission(&self, row: Row<'_>) -> Option<EmissionFactor> {
        let provenance = self.provenance(row);
        let country = Self::any_country(row, "country");
        let any = matches!(row.text("product"), "" | "*");
        let handling = row.text("mode") == "handling";
        let (mut product, mut family) = (None, None);
        let subject = if handling {
            family = (!any).then(|| row.text("product").to_owned());
            Some(EmissionSubject::Handling)
        } else {
            match row.parse::<Mode>("mode")? {
                Mode::Sea if !any => row
                    .parse::<ServiceKind>("product")
                    .map(EmissionSubject::Service),
                mode => {
                    product = if any {
                        None
                    } else {
                        Some(row.parse::<Product>("product")?)
                    };
                    Some(EmissionSubject::Mode(mode))
                }
            }
        };
        let milligrams = if handling {
            row.number("handling_kg_per_unit").map(|kg| kg * 1e6)
        } else {
            row.number("g_per_tkm").map(|grams| grams * 1e3)
        }?;
        if milligrams < 0.0 {
            let reason = "the factor is negative; give zero or more".to_owned();
            row.fault("g_per_tkm", FaultKind::BadValue { reason });
            return None;
        }
        let mut factor = EmissionFactor::new(subject?, milligrams.round() as u64);
        factor.country = country?;
        factor.product = product;
        factor.family = family;
        row.text("note").clone_into(&mut factor.note);
        factor.provenance = provenance;
        Some(factor)
    }
}
