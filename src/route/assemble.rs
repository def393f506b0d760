use std::cell::RefCell;

use super::saved::Version;
use super::warn::Warnings;
use super::{Act, PaidTo, Route, RouteCharge, Step, Stop};
use crate::code::{Country, Name};
use crate::costing::{CostModel, FeePayees, Payee, Quote};
use crate::metric::Objective;
use crate::network::{End, Mode, Network, Service};
use crate::operations::{ArcId, NodeId, Operation, OperationKind};
use crate::scenario::World;

impl Route {
    /// Puts the operations of a path into words.
    pub(crate) fn assemble(
        world: &World,
        model: &CostModel,
        quote: &Quote,
        objective: &Objective,
        arcs: &[ArcId],
    ) -> Option<Self> {
        let assembler = Assembler {
            world,
            network: world.network(),
            model,
            quote,
            last: RefCell::default(),
            payees: FeePayees::of(model.operations(), *quote.shipment()),
            warnings: RefCell::new(Warnings::of(world)),
        };
        let operations = model.operations();
        let first = operations.arc(*arcs.first()?)?;
        let last = operations.arc(*arcs.last()?)?;
        let weighed = match objective {
            Objective::Direct { .. } | Objective::Generalised(_) | Objective::Custom(_) => {
                objective.of_operations(model, quote, arcs)
            }
            Objective::Distance | Objective::Cost | Objective::Time | Objective::Emissions => None,
        };
        let mut steps = Vec::with_capacity(arcs.len());
        steps.extend(arcs.iter().filter_map(|arc| assembler.step(*arc, true)));
        let mut warnings = assembler.warnings.borrow_mut();
        for step in &steps {
            warnings.unpriced(step);
        }
        warnings.cabotage(
            steps.iter().flat_map(Step::atoms),
            assembler.payees.plates(),
        );
        drop(warnings);
        Some(Self {
            version: Version,
            objective: objective.named(),
            weighed,
            shipment: *quote.shipment(),
            day: world.day(),
            records_as_of: world.network().as_of(),
            scenario: world.scenario().name().to_owned(),
            from: assembler.stop(first.from)?,
            to: assembler.stop(last.to)?,
            steps,
            warnings: assembler.warnings.into_inner().all(),
            certificate: None,
        })
    }
}

struct Assembler<'a> {
    world: &'a World,
    network: &'a Network,
    model: &'a CostModel,
    quote: &'a Quote,
    /// The position put into words last: one step mostly starts where the one before ended.
    last: RefCell<Option<(End, u8, Stop)>>,
    payees: FeePayees<'a>,
    warnings: RefCell<Warnings<'a>>,
}

impl Assembler<'_> {
    fn stop(&self, node: NodeId) -> Option<Stop> {
        let position = self.model.operations().position(node)?;
        let mut last = self.last.borrow_mut();
        if let Some((at, side, stop)) = last.as_ref()
            && (*at, *side) == (position.at, position.side)
        {
            return Some(stop.clone());
        }
        let (code, name, country) = match position.at {
            End::Place(id) => {
                let place = self.network.place(id)?;
                (
                    Name::from(place.code.as_str()),
                    place.name.clone(),
                    place.country,
                )
            }
            End::Crossing(id) => {
                let crossing = self.network.crossing(id)?;
                let country = crossing.countries[usize::from(position.side)];
                (crossing.code.clone(), crossing.name.clone(), country)
            }
        };
        let stop = Stop {
            code,
            name,
            country,
        };
        *last = Some((position.at, position.side, stop.clone()));
        Some(stop)
    }

    /// Nothing for passes, which do nothing.
    fn step(&self, arc: ArcId, charged: bool) -> Option<Step> {
        let operation = self.model.operations().arc(arc)?;
        let act = self.act(operation)?;
        let touched = operation.kind.touched();
        let (mut charges, mut priced) = (Vec::new(), true);
        if charged {
            let known = self.model.charges(arc, self.quote, |charge| {
                self.warnings.borrow_mut().note(charge.figure);
                charges.push(RouteCharge {
                    component: charge.component,
                    amount: charge.amount,
                    payee: self.paid_to(charge.payee, charge.country),
                    country: charge.country,
                    evidence: self.model.evidence(charge.figure),
                });
            });
            priced = known.is_ok();
        }
        let mut warnings = self.warnings.borrow_mut();
        self.model
            .each_time_figure(arc, |figure| warnings.note(figure));
        if let OperationKind::Move(run) = &operation.kind {
            warnings.hazards(run.country, run.mode);
            warnings.toll(run);
        }
        if let OperationKind::Wait(wait) = &operation.kind {
            warnings.departs(wait);
        }
        if let Some((place, service)) = operation.kind.in_port()
            && let Some(place) = self.network.place(place)
            && self.world.service(service).is_some_and(Service::is_by_sea)
        {
            warnings.hazards(place.country, Mode::Sea);
        }
        drop(warnings);
        let named = self.payees.parties(operation);
        let mut parties = Vec::with_capacity(named.len());
        parties.extend(named.iter().filter_map(|(id, role)| {
            let operator = self.network.operator(*id)?;
            Some((operator.id.clone(), operator.name.clone(), *role))
        }));
        let from = self.stop(operation.from)?;
        let shipment = self.quote.shipment();
        let emitted = self.model.emission_parts(arc, shipment)?;
        let inside = self.model.operations().parts(operation);
        let mut parts = Vec::with_capacity(inside.len());
        parts.extend(inside.iter().filter_map(|part| self.step(*part, false)));
        Some(Step {
            act,
            from,
            to: self.stop(operation.to)?,
            mode: touched.mode,
            product: touched.product,
            conveyances: touched.conveyances.to_vec(),
            countries: touched.countries.to_vec(),
            reload: touched
                .border
                .filter(|_| operation.kind.is_reload())
                .map(|(from, to)| {
                    let plates = self.payees.plates();
                    (plates.within(from), plates.within(to))
                }),
            parties,
            flag: touched.flag,
            distance: touched.distance,
            time: self.model.time(arc)?,
            expected: self.model.expected(arc)?,
            emissions: self.model.emissions(arc, shipment)?,
            tank_to_wheel: emitted.tank_to_wheel,
            undivided: emitted.undivided,
            charges,
            priced,
            distance_evidence: self.model.length_evidence(arc)?,
            time_evidence: self.model.time_evidence(arc)?,
            emission_evidence: self.model.emission_evidence(arc)?,
            parts,
        })
    }

    fn act(&self, operation: &Operation) -> Option<Act> {
        let service = |id| Some(self.world.service(id)?.id.clone());
        Some(match &operation.kind {
            OperationKind::Pass(_) => return None,
            OperationKind::Move(run) => Act::Move {
                link: self.world.link(run.link)?.id.clone(),
                forward: run.forward,
            },
            OperationKind::Haul(_) => Act::Haul,
            OperationKind::BorderControl(border) => {
                let [from, to] = border.countries;
                let crossing = self.network.crossing(border.crossing)?.code.clone();
                Act::BorderControl { crossing, from, to }
            }
            OperationKind::Load(_) => Act::Load,
            OperationKind::Unload(_) => Act::Unload,
            OperationKind::Tranship(_) => Act::Tranship,
            OperationKind::GaugeChange(_) => Act::GaugeChange,
            OperationKind::Depart(_) => Act::Depart,
            OperationKind::Wait(wait) => Act::Wait {
                service: service(wait.service)?,
            },
            OperationKind::SeaRun(run) => Act::Run {
                service: service(run.service)?,
            },
            OperationKind::TrainRun(run) => Act::Run {
                service: service(run.service)?,
            },
            OperationKind::Land(land) => Act::Land {
                service: service(land.service)?,
                border: land.border.map(|border| border.countries.into()),
            },
            OperationKind::Through(chain) => Act::Through {
                rate: self.network.through_rate(chain.rate)?.id.clone(),
            },
        })
    }

    fn paid_to(&self, payee: Payee, country: Option<Country>) -> PaidTo {
        match payee {
            Payee::Operator(id) => self
                .network
                .operator(id)
                .map_or(PaidTo::Unnamed, |operator| PaidTo::Operator {
                    id: operator.id.clone(),
                    name: operator.name.clone(),
                }),
            Payee::Carrier => PaidTo::Carrier(match country {
                Some(country) => self.payees.plates().within(country),
                None => self.quote.shipment().plate(),
            }),
            Payee::Authority(country) => PaidTo::Authority(country),
            Payee::Unnamed => PaidTo::Unnamed,
        }
    }
}
