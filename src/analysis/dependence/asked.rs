//! Flows asked in one world: what they are in a year, and which touch something.

use super::answer::{Amounts, Whose};
use crate::analysis::brief::Brief;
use crate::analysis::criticality::Dependence;
use crate::analysis::demand::{Demand, Flow};
use crate::code::Country;
use crate::metric::Objective;
use crate::network::Network;
use crate::planner::{Error, Planner, Progress, Question};
use crate::policy::Policy;
use crate::quantity::{Duration, Mass, Money, PerYear, rounded_millionths};
use crate::route::Route;
use crate::verify::{Rulebook, VerifyError, verify_by};

/// A flow, and its best way with whether it touches what is asked for.
pub(super) struct Asked<'d> {
    pub(super) at: usize,
    pub(super) flow: &'d Flow,
    pub(super) way: Result<(Brief, bool), Error>,
}

/// The flows of somebody with their positions in the list.
pub(super) fn chosen<'d>(
    network: &Network,
    demand: &'d Demand,
    whose: &Whose,
) -> Result<Vec<(usize, &'d Flow)>, Error> {
    let country = |place: &str| -> Option<Country> {
        let id = network.find_place(place).ok()?;
        Some(network.place(id)?.country)
    };
    let wanted = match whose {
        Whose::Place(place) => Some(network.find_place(place)?),
        Whose::List | Whose::Country(_) => None,
    };
    let ends = |flow: &Flow| [flow.request.from.clone(), flow.request.to.clone()];
    let chosen = demand.iter().enumerate().filter(|(_, flow)| match whose {
        Whose::List => true,
        Whose::Country(home) => ends(flow).iter().any(|end| country(end) == Some(*home)),
        Whose::Place(_) => ends(flow)
            .iter()
            .any(|end| network.find_place(end).ok() == wanted),
    });
    Ok(chosen.collect())
}

/// Whether a route touches what a rule takes away.
fn touches(route: &Route, rules: &Rulebook, planner: &Planner) -> bool {
    let checked = verify_by(route, rules, planner.world());
    matches!(checked, Err(VerifyError::Broken { .. }))
}

/// Asks flows in one world.
///
/// # Errors
/// Something that the network does not have.
pub(super) fn asked<'d>(
    planner: &Planner,
    flows: &[(usize, &'d Flow)],
    on: &Dependence,
    objective: &Objective,
    progress: &Progress,
) -> Result<Vec<Asked<'d>>, Error> {
    let rules = Rulebook::read(&Policy::open().with(on.rule()), planner.world())?;
    let questions = flows
        .iter()
        .map(|(_, flow)| Question::new(flow.request.clone(), objective.clone()));
    let questions: Vec<Question> = questions.collect();
    let ways = planner.answer_each(&questions, progress, |_, answer| {
        let route = answer?;
        let touching = touches(&route, &rules, planner);
        Ok((Brief::priced(&route)?, touching))
    });
    let ways = ways.into_iter().zip(flows);
    Ok(ways
        .map(|(way, (at, flow))| Asked { at: *at, flow, way })
        .collect())
}

/// What flows are in a year, added up exactly and rounded once.
#[derive(Default)]
pub(super) struct Adder {
    flows: usize,
    boxes: PerYear,
    /// Millionths of cents, kilograms and minutes.
    sums: [i128; 3],
}

impl Adder {
    pub(super) fn add(&mut self, flow: &Flow, way: &Brief) {
        self.flows += 1;
        self.boxes += flow.volume;
        let times = i128::from(flow.volume.as_millionths());
        let each = [
            i128::from(way.cost.as_cents()),
            i128::from(flow.request.shipment.goods().as_kg()),
            i128::from(way.hours.as_minutes()),
        ];
        for (sum, each) in self.sums.iter_mut().zip(each) {
            *sum += each * times;
        }
    }

    pub(super) fn amounts(&self) -> Amounts {
        let [usd, goods, hours] = self.sums.map(rounded_millionths);
        Amounts {
            flows: self.flows,
            boxes: self.boxes,
            usd: Money::from_cents(usd),
            goods: Mass::of_units(goods.unsigned_abs()),
            hours: Duration::of_units(hours.unsigned_abs()),
        }
    }
}
