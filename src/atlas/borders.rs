//! Border controls, the fees of countries, and goods they do not let pass.

use super::loader::{Loader, cited, cited_time, unknown, word};
use crate::code::Country;
use crate::network::{BorderTerms, Closure, Fee, Mode, Plate, Regime, Trigger};

impl Loader<'_> {
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
                            );
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
                let means = [
                    row.optional_duration("exit_mean_hours"),
                    row.optional_duration("entry_mean_hours"),
                ];
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
                let mut terms =
                    BorderTerms::new(cited_time(&provenance, ["hours", "hours_p90"], time));
                terms.crossing = crossing;
                terms.from = from;
                terms.to = to;
                terms.mode = mode;
                terms.regime = regime;
                let [exit, entry] = means.map(Option::flatten);
                terms.exit_mean = exit.map(|mean| cited(&provenance, "exit_mean_hours", mean));
                terms.entry_mean = entry.map(|mean| cited(&provenance, "entry_mean_hours", mean));
                terms.fee = cited(&provenance, "fee", fee);
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
                let masses = row.masses();
                let amount = self.rate(row, "amount");
                let (payee, validity) = (self.optional_operator(row, "payee"), row.validity());
                let (Some(country), Some(mode), Some(plate), Some(trigger), Some(amount)) =
                    (country, mode, plate, trigger, amount)
                else {
                    continue;
                };
                let (Some([mass_from, mass_to]), Some(payee), Some(validity)) =
                    (masses, payee, validity)
                else {
                    continue;
                };
                let mut fee = Fee::new(country, mode, cited(&provenance, "amount", amount));
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

    pub(super) fn closures(&mut self) {
        let columns = [
            "country",
            "from_country",
            "to_country",
            "trade",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("closures", "country", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let country = row.parse::<Country>("country");
                let from = Self::any_country(row, "from_country");
                let to = Self::any_country(row, "to_country");
                let trade = word(row, "trade", &[("no", false), ("yes", true)]);
                let (Some(country), Some(from), Some(to)) = (country, from, to) else {
                    continue;
                };
                let (Some(trade), Some(validity)) = (trade, row.validity()) else {
                    continue;
                };
                let mut closure = Closure::new(country);
                closure.from = from;
                closure.to = to;
                closure.trade = trade;
                closure.validity = validity;
                row.text("note").clone_into(&mut closure.note);
                closure.provenance = provenance;
                self.builder.closure(closure);
            }
        }
    }
}
