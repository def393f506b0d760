//! Services and through rates.

use super::loader::{Loader, cited, cited_time};
use super::sheet::Row;
use crate::code::Country;
use crate::network::{DepartureRule, Product, Service, ServiceKind, ThroughRate};

impl Loader<'_> {
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
        let (kind, conveyance) = (row.parse::<ServiceKind>("kind"), row.parse("carriage"));
        let (from, to) = (self.place(row, "from"), self.place(row, "to"));
        let (distance, time) = (
            row.optional_km("distance_km"),
            row.optional_hours("hours", "hours_p90"),
        );
        let departures = row.optional_thousandths("departures_per_week", 10_000.0);
        let rule = row.parse::<DepartureRule>("departure_rule");
        let wait = row.optional_hours("wait_hours", "wait_hours_p90");
        let flag = row.optional::<Country>("flag");
        let capacities = [
            row.optional_count("capacity_teu"),
            row.optional_count("capacity_wagons"),
            row.optional_count("capacity_trucks"),
        ];
        let (prices, states, project) = (
            self.prices(row, &provenance),
            Self::states(row),
            self.project(row),
        );
        let via = self.via(row, "via", "waypoints");
        let (distance, time) = (distance?, time?);
        let mut service = Service::new(
            id?,
            operator?,
            kind?,
            from?,
            to?,
            conveyance?,
            distance.unwrap_or_default(),
            time.unwrap_or_default(),
        );
        service.distance = distance.map(|length| cited(&provenance, "distance_km", length));
        service.time = time.map(|time| cited_time(&provenance, ["hours", "hours_p90"], time));
        service.departures_per_1000_weeks =
            departures?.map(|n| cited(&provenance, "departures_per_week", n));
        service.rule = rule?;
        service.wait =
            wait?.map(|time| cited_time(&provenance, ["wait_hours", "wait_hours_p90"], time));
        service.flag = flag?;
        service.capacity_teu = capacities[0]?.map(|n| cited(&provenance, "capacity_teu", n));
        service.capacity_wagons = capacities[1]?.map(|n| cited(&provenance, "capacity_wagons", n));
        service.capacity_trucks = capacities[2]?.map(|n| cited(&provenance, "capacity_trucks", n));
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
                let (via, prices) = (self.via(row, "via", ""), self.prices(row, &provenance));
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
}
