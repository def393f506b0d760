//! What a step states, held against what the records say.

use super::misstatement::Misstatement;
use super::owed::{Owed, Payee};
use super::reckoning::Reckoning;
use super::records::Records;
use crate::code::Country;
use crate::network::{OperatorId, Role};
use crate::quantity::Duration;
use crate::route::{Act, PaidTo, RouteCharge, Step};

type Stated = Result<(), Misstatement>;

impl Records<'_> {
    /// Every field of a step that is not looked up by its id; a part states no charges of its own.
    pub(super) fn agrees(&self, step: &Step, is_part: bool, found: &Reckoning) -> Stated {
        Self::same_form(step)?;
        self.same_parties(step, &found.parties)?;
        self.same_reload(step)?;
        if step.time != found.took.time {
            return Err(Misstatement::OtherHours {
                stated: step.time,
                recorded: found.took.time,
            });
        }
        let expected = found.took.expected();
        if step.expected != expected {
            return Err(Misstatement::OtherMean {
                stated: step.expected,
                recorded: expected,
            });
        }
        let emitted = found.took.emissions(self.cargo.goods, self.cargo.count);
        let [emissions, tank_to_wheel, undivided] = emitted;
        if step.emissions != emissions {
            return Err(Misstatement::OtherEmissions {
                stated: step.emissions,
                recorded: emissions,
            });
        }
        if (step.tank_to_wheel, step.undivided) != (tank_to_wheel, undivided) {
            return Err(Misstatement::OtherEmissionParts {
                stated: [step.tank_to_wheel, step.undivided],
                recorded: [tank_to_wheel, undivided],
            });
        }
        if is_part {
            self.same_charges(step, &[])?;
        } else {
            self.same_charges(step, &found.owed)?;
        }
        let priced = is_part || found.priced;
        if step.priced != priced {
            return Err(Misstatement::OtherPriced {
                stated: step.priced,
                recorded: priced,
            });
        }
        if !self.cites_all(&step.time_evidence, &found.hours) {
            return Err(Misstatement::OtherEvidence {
                of: "hours",
                stated: step.time_evidence.clone(),
                recorded: self.evidence(&found.hours),
            });
        }
        let length = found.length.map(|figure| (figure, Duration::ZERO));
        if !self.cites_all(&step.distance_evidence, length.as_slice()) {
            return Err(Misstatement::OtherEvidence {
                of: "length",
                stated: step.distance_evidence.clone(),
                recorded: self.evidence(length.as_slice()),
            });
        }
        let factor = found.factor.map(|figure| (figure, Duration::ZERO));
        if !self.cites_all(&step.emission_evidence, factor.as_slice()) {
            return Err(Misstatement::OtherEvidence {
                of: "CO2e",
                stated: step.emission_evidence.clone(),
                recorded: self.evidence(factor.as_slice()),
            });
        }
        Ok(())
    }

    /// Only moves and hauls are of a product, and a through rate rides in nothing itself.
    fn same_form(step: &Step) -> Stated {
        let moves = matches!(step.act, Act::Move { .. } | Act::Haul);
        if !moves && step.product.is_some() {
            return Err(Misstatement::OtherProduct {
                stated: step.product,
                recorded: None,
            });
        }
        let through = matches!(step.act, Act::Through { .. });
        if through && !step.conveyances.is_empty() {
            return Err(Misstatement::OtherConveyances {
                stated: step.conveyances.clone(),
                recorded: Vec::new(),
            });
        }
        Ok(())
    }

    /// Everybody in the order of the records: who manages the line, who hauls, whom tariffs pay; the
    /// terminal, the carrier, who controls a border, who takes fees there.
    fn same_parties(&self, step: &Step, recorded: &[(OperatorId, Role)]) -> Stated {
        let mut stated = step.parties.iter();
        let same = recorded.iter().all(|(operator, role)| {
            let record = self.network.operator_at(*operator);
            let next = stated.next();
            next.is_some_and(|(id, name, named)| {
                named == role && *id == record.id && *name == record.name
            })
        });
        if same && stated.next().is_none() {
            return Ok(());
        }
        let told = |(id, _, role): &(_, _, Role)| (Clone::clone(id), *role);
        let recorded = recorded.iter().map(|(operator, role)| {
            let record = self.network.operator_at(*operator);
            (record.id.clone(), *role)
        });
        Err(Misstatement::OtherParties {
            stated: step.parties.iter().map(told).collect(),
            recorded: recorded.collect(),
        })
    }

    /// Every charge in the order of the records, to the cent.
    fn same_charges(&self, step: &Step, owed: &[Owed]) -> Stated {
        if step.charges.len() != owed.len() {
            return Err(Misstatement::OtherCharges {
                stated: step.charges.len(),
                recorded: owed.len(),
            });
        }
        for (number, (stated, owed)) in step.charges.iter().zip(owed).enumerate() {
            let same = (stated.component, stated.amount, stated.country)
                == (owed.component, owed.amount, owed.country)
                && self.is_paid(&stated.payee, owed)
                && self.cites(&stated.evidence, owed.figure);
            if !same {
                return Err(Misstatement::OtherCharge {
                    charge: number + 1,
                    stated: Box::new(stated.clone()),
                    recorded: Box::new(self.charge(owed)),
                });
            }
        }
        Ok(())
    }

    /// Where the truck is registered that is paid.
    fn paid_plate(&self, owed: &Owed) -> Country {
        owed.country
            .map_or(self.cargo.plate, |country| self.plate_in(country))
    }

    fn is_paid(&self, stated: &PaidTo, owed: &Owed) -> bool {
        match (stated, owed.payee) {
            (PaidTo::Operator { id, name }, Payee::Operator(operator)) => {
                let record = self.network.operator_at(operator);
                *id == record.id && *name == record.name
            }
            (PaidTo::Carrier(plate), Payee::Carrier) => *plate == self.paid_plate(owed),
            (PaidTo::Authority(stated), Payee::Authority(country)) => *stated == country,
            (PaidTo::Unnamed, Payee::Unnamed) => true,
            (
                PaidTo::Operator { .. }
                | PaidTo::Carrier(_)
                | PaidTo::Authority(_)
                | PaidTo::Unnamed,
                _,
            ) => false,
        }
    }

    /// A charge as it should be stated.
    fn charge(&self, owed: &Owed) -> RouteCharge {
        let payee = match owed.payee {
            Payee::Operator(operator) => {
                let record = self.network.operator_at(operator);
                let (id, name) = (record.id.clone(), record.name.clone());
                PaidTo::Operator { id, name }
            }
            Payee::Carrier => PaidTo::Carrier(self.paid_plate(owed)),
            Payee::Authority(country) => PaidTo::Authority(country),
            Payee::Unnamed => PaidTo::Unnamed,
        };
        RouteCharge {
            component: owed.component,
            amount: owed.amount,
            payee,
            country: owed.country,
            evidence: self.evidence(&[(owed.figure, Duration::ZERO)]),
        }
    }
}
