use super::tariffs_in_force;
use crate::network::{LineId, Mode, Network, OperatorId, Product, RateBasis, Tariff, TariffId};
use crate::scenario::World;

/// Identifies an [`Offer`] of one set of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfferId(u32);

impl OfferId {
    pub(crate) const fn new(index: usize) -> Self {
        Self(index as u32)
    }

    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a carrier sells on a line, and the tariffs that price it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// Who hauls; the shipment's own carrier when missing.
    pub operator: Option<OperatorId>,
    /// What is sold.
    pub product: Product,
    /// The tariffs that add up to its price; none means that no price is known.
    pub tariffs: Vec<TariffId>,
    /// Whether its price reads the whole haul over the railway instead of adding up by link.
    pub by_haul: bool,
    /// Whether it asks one price eastbound and another westbound.
    pub by_bound: bool,
}

/// The offers of every line on the world's day.
pub(super) struct Offers {
    pub(super) all: Vec<Offer>,
    by_line: Vec<Vec<OfferId>>,
}

impl Offers {
    pub(super) fn of(world: &World) -> Self {
        let network = world.network();
        let mut offers = Self {
            all: Vec::new(),
            by_line: vec![Vec::new(); network.lines().count()],
        };
        for (line, record) in network.lines() {
            let mut here: Vec<(TariffId, &Tariff)> = network
                .tariffs_in(record.country, record.mode)
                .filter(|(_, tariff)| {
                    (tariff.lines.is_empty() || tariff.lines.contains(&line))
                        && tariff.operator.is_none_or(|id| world.has_carrier(line, id))
                        // Stage is charged where a truck stands, not on a line.
                        && tariff.basis != RateBasis::PerHour
                })
                .collect();
            tariffs_in_force(&mut here, world.day());
            let seller = |tariff: &Tariff| {
                let operator = tariff.operator.map(|id| world.carrier(line, id));
                (tariff.product, operator)
            };
            let mut keys: Vec<(Product, Option<OperatorId>)> =
                here.iter().map(|(_, tariff)| seller(tariff)).collect();
            // Ids are not canonical, names are.
            keys.sort_by_key(|(product, operator)| {
                (
                    *product,
                    operator.map(|id| network.operator_at(id).id.as_str()),
                )
            });
            keys.dedup();
            for (product, operator) in keys {
                let mut mine: Vec<&(TariffId, &Tariff)> = here
                    .iter()
                    .filter(|(_, tariff)| seller(tariff) == (product, operator))
                    .collect();
                // A tariff made for this line replaces the same carrier's general one.
                if mine.iter().any(|(_, tariff)| !tariff.lines.is_empty()) {
                    mine.retain(|(_, tariff)| !tariff.lines.is_empty());
                }
                let by_haul = mine.iter().any(|(_, tariff)| reads_whole_haul(tariff));
                let by_bound = mine.iter().any(|(_, tariff)| tariff.bound.is_some());
                let tariffs = mine.iter().map(|(id, _)| *id).collect();
                offers.push(
                    line,
                    Offer {
                        operator,
                        product,
                        tariffs,
                        by_haul,
                        by_bound,
                    },
                );
            }
            if here.is_empty() {
                let products: &[Product] = match record.mode {
                    Mode::Rail => &[Product::ContainerTrain, Product::Wagon],
                    Mode::Road => &[Product::Truck],
                    Mode::Sea | Mode::InlandWaterway => &[],
                };
                let operator = world.manager(line).filter(|_| record.mode == Mode::Rail);
                for product in products {
                    let offer = Offer {
                        operator,
                        product: *product,
                        tariffs: Vec::new(),
                        by_haul: false,
                        by_bound: false,
                    };
                    offers.push(line, offer);
                }
            }
        }
        offers
    }

    fn push(&mut self, line: LineId, offer: Offer) {
        let id = match self.all.iter().position(|known| *known == offer) {
            Some(index) => OfferId::new(index),
            None => {
                self.all.push(offer);
                OfferId::new(self.all.len() - 1)
            }
        };
        self.by_line[line.index()].push(id);
    }

    /// Whom the tariffs of an offer pay for the use of the line, beside the carrier.
    pub(super) fn payees(
        &self,
        id: OfferId,
        network: &Network,
    ) -> impl Iterator<Item = OperatorId> + use<> {
        let offer = &self.all[id.index()];
        let payees = offer.tariffs.iter();
        let payees = payees.filter_map(|tariff| network.tariff_at(*tariff).payee);
        let mut payees: Vec<OperatorId> = payees
            .filter(|payee| Some(*payee) != offer.operator)
            .collect();
        payees.sort_unstable();
        payees.dedup();
        payees.into_iter()
    }

    pub(super) fn on(&self, line: LineId) -> &[OfferId] {
        &self.by_line[line.index()]
    }
}

/// Whether a tariff cannot be priced link by link.
fn reads_whole_haul(tariff: &Tariff) -> bool {
    tariff.minimum.is_some()
        || tariff.band_from.is_some()
        || tariff.band_to.is_some()
        || matches!(tariff.basis, RateBasis::PerUnit | RateBasis::PerConsignment)
}
