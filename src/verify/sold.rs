//! What carriers sell on a line, and what their tariffs add up to.

use std::sync::Arc;

use super::offer::{Line, Offer, Sold};
use super::owed::Payee;
use super::records::Records;
use crate::network::{
    Component, FigureId, Link, Mode, OperatorId, Product, RateBasis, Role, Tariff, TariffId,
};

impl Records<'_> {
    /// What is sold on the line of a link, by product, then by the carrier's id, nobody by name first.
    pub(super) fn sold(&self, link: &Link) -> Arc<[Sold]> {
        if let Some(known) = self.ledger.borrow().sold.get(&link.line) {
            return known.clone();
        }
        let found: Arc<[Sold]> = self.read_sold(link).into();
        let mut ledger = self.ledger.borrow_mut();
        ledger.sold.insert(link.line, found.clone());
        found
    }

    fn read_sold(&self, link: &Link) -> Vec<Sold> {
        let here = self.network.tariffs_in(link.country, link.mode);
        let here: Vec<(TariffId, &Tariff)> = here
            .filter(|(_, tariff)| {
                // Rates per hour are paid where a truck stands.
                tariff.basis != RateBasis::PerHour
                    && tariff
                        .operator
                        .is_none_or(|id| self.world.has_carrier(link.line, id))
                    && (tariff.lines.is_empty() || tariff.lines.contains(&link.line))
            })
            .collect();
        let here = self.tariffs_that_count(here);
        let hauler = |tariff: &Tariff| {
            let by = tariff.operator?;
            Some(self.world.carrier(link.line, by))
        };
        let mut sellers: Vec<(Product, Option<OperatorId>)> = Vec::new();
        for (_, tariff) in &here {
            let seller = (tariff.product, hauler(tariff));
            if !sellers.contains(&seller) {
                sellers.push(seller);
            }
        }
        if here.is_empty() {
            // Where nothing is sold by tariff, the railway itself runs, and any truck.
            let products: &[Product] = match link.mode {
                Mode::Rail => &[Product::ContainerTrain, Product::Wagon],
                Mode::Road => &[Product::Truck],
                Mode::Sea | Mode::InlandWaterway => &[],
            };
            let railway = self.world.manager(link.line);
            let railway = railway.filter(|_| link.mode == Mode::Rail);
            sellers.extend(products.iter().map(|product| (*product, railway)));
        } else {
            let id = |operator| self.network.operator_at(operator).id.as_str();
            sellers.sort_by_key(|(product, operator)| (*product, operator.map(id)));
        }
        let sold = sellers.into_iter().map(|(product, operator)| {
            let all = here
                .iter()
                .filter(|(_, tariff)| (tariff.product, hauler(tariff)) == (product, operator));
            // A tariff made for this line replaces the carrier's general ones.
            let named = all.clone().any(|(_, tariff)| !tariff.lines.is_empty());
            let held = all.filter(|(_, tariff)| named != tariff.lines.is_empty());
            let tariffs: Vec<TariffId> = held.map(|(id, _)| *id).collect();
            let parties = self.haulage_parties(link, operator, &tariffs);
            let offer = self.offer(product, operator, tariffs);
            Sold { offer, parties }
        });
        sold.collect()
    }

    /// Who manages the line, who hauls, and whom the tariffs pay for its use beside the carrier.
    fn haulage_parties(
        &self,
        link: &Link,
        operator: Option<OperatorId>,
        tariffs: &[TariffId],
    ) -> Vec<(OperatorId, Role)> {
        let hauls = match link.mode {
            Mode::Rail => Role::RailwayUndertaking,
            Mode::Road | Mode::Sea | Mode::InlandWaterway => Role::RoadCarrier,
        };
        let manager = self.world.manager(link.line);
        let manager = manager.map(|id| (id, Role::InfrastructureManager));
        let carrier = operator.map(|id| (id, hauls));
        let mut parties: Vec<_> = manager.into_iter().chain(carrier).collect();
        let payees = tariffs.iter();
        let payees = payees.filter_map(|id| self.network.tariff_at(*id).payee);
        let mut payees: Vec<OperatorId> = payees.filter(|payee| Some(*payee) != operator).collect();
        payees.sort_unstable();
        payees.dedup();
        for payee in payees {
            let party = (payee, Role::InfrastructureManager);
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        parties
    }

    fn offer(
        &self,
        product: Product,
        operator: Option<OperatorId>,
        tariffs: Vec<TariffId>,
    ) -> Arc<Offer> {
        let mut ledger = self.ledger.borrow_mut();
        let known = ledger.offers.iter().find(|known| {
            (known.product, known.operator) == (product, operator) && known.tariffs == tariffs
        });
        if let Some(known) = known {
            return known.clone();
        }
        let by_haul = tariffs.iter().any(|id| {
            let tariff = self.network.tariff_at(*id);
            tariff.minimum.is_some()
                || tariff.band_from.is_some()
                || tariff.band_to.is_some()
                || matches!(tariff.basis, RateBasis::PerUnit | RateBasis::PerConsignment)
        });
        let offer = Arc::new(Offer {
            lines: self.lines(product, operator, &tariffs),
            operator,
            product,
            tariffs,
            by_haul,
        });
        ledger.offers.push(offer.clone());
        offer
    }

    /// The tariffs that speak of the shipment. Access without haulage moves nothing.
    fn lines(
        &self,
        product: Product,
        operator: Option<OperatorId>,
        tariffs: &[TariffId],
    ) -> Option<Vec<Line>> {
        if !self.cargo.buys(product) {
            return None;
        }
        let mut lines = Vec::new();
        for id in tariffs {
            let tariff = self.network.tariff_at(*id);
            if !self.cargo.is_meant_by(tariff) {
                continue;
            }
            let payee = tariff.payee.or(operator);
            let factor = self.world.tariff_factor(*id);
            let minimum = tariff
                .minimum
                .as_ref()
                .map(|least| factor.of(least.value()));
            lines.push(Line {
                component: tariff.component,
                payee: payee.map_or(Payee::Carrier, Payee::Operator),
                figure: self.rate_figure(*id),
                basis: tariff.basis,
                rate: self.world.tariff_rate(*id).unwrap_or_default(),
                minimum: minimum.map(|least| (least, FigureId::TariffMinimum(*id))),
                from: tariff.band_from,
                to: tariff.band_to,
                taper: tariff.taper,
                bound: tariff.bound,
            });
        }
        let mut all = lines.iter();
        let hauls = all.any(|line| line.component == Component::Haulage);
        hauls.then_some(lines)
    }

    /// What the rate of a tariff is read from.
    pub(super) fn rate_figure(&self, id: TariffId) -> FigureId {
        if self.world.sets_tariff(id) {
            FigureId::Scenario
        } else {
            FigureId::TariffRate(id)
        }
    }

    /// What is sold on a line by a carrier.
    pub(super) fn sold_by(
        &self,
        link: &Link,
        product: Product,
        carrier: Option<OperatorId>,
    ) -> Option<(Arc<[Sold]>, usize)> {
        let all = self.sold(link);
        let at = all.iter().position(|one| one.is_by(carrier, product))?;
        Some((all, at))
    }
}
