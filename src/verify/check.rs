//! One route, step by step.

use super::chains::Within;
use super::heading::{heading, weight};
use super::judge::{Judge, Outcome};
use super::order::Course;
use super::reckoning::{Inside, Reckoning};
use super::records::Records;
use super::rulebook::{Kind, Rulebook};
use super::tally::Tally;
use super::touch::Touch;
use super::warned;
use super::way::{above, connected, gate_to_gate};
use super::whole::whole;
use super::{Mismatch, Misstatement, VerifyError};
use crate::network::{OperatorId, Role};
use crate::route::{Act, Certificate, Route, Step, Warning};
use crate::scenario::{ClosureCause, TransitClosure, World};

pub(super) struct Check<'c> {
    route: &'c Route,
    rules: &'c Rulebook,
    world: &'c World,
    records: &'c Records<'c>,
    judges: Vec<Judge<'c>>,
    closures: Vec<(TransitClosure, ClosureCause<'c>)>,
    /// What the heading differs in, if anything.
    heading: Option<VerifyError>,
}

/// Step by step, what was touched last.
#[derive(Default)]
struct Trail<'c> {
    touch: Touch<'c>,
    before: Touch<'c>,
    begun: bool,
    tallies: Vec<Tally>,
    found: Reckoning,
    warnings: Vec<Warning>,
}

impl<'c> Check<'c> {
    pub(super) fn of(
        route: &'c Route,
        rules: &'c Rulebook,
        world: &'c World,
        records: &'c Records<'c>,
    ) -> Self {
        let judges = rules.entries.iter().map(|entry| Judge {
            entry,
            network: world.network(),
            holders: &rules.holders,
        });
        let (origin, destination) = (route.from.country, route.to.country);
        let closures = world.transit_closures();
        Self {
            route,
            rules,
            world,
            records,
            judges: judges.collect(),
            closures: closures
                .filter(|(closure, _)| closure.stops(origin, destination))
                .collect(),
            heading: heading(route, world),
        }
    }

    pub(super) fn run(mut self) -> Result<Certificate, VerifyError> {
        let route = self.route;
        let mut trail = Trail {
            tallies: self.judges.iter().map(|_| Tally::default()).collect(),
            ..Trail::default()
        };
        let mut course = Course::default();
        let mut last: Option<&Step> = None;
        for (index, step) in route.steps.iter().enumerate() {
            let number = index + 1;
            Records::composite(step, number)?;
            for atom in step.atoms() {
                if let Some(before) = last {
                    connected(before, atom, number)?;
                }
                last = Some(atom);
            }
            self.step(step, number, &mut trail)?;
            let through = matches!(step.act, Act::Through { .. });
            let alone = std::slice::from_ref(step);
            course.begin(through);
            for step in if through { &step.parts } else { alone } {
                course
                    .follow(step, self.records)
                    .map_err(|disorder| VerifyError::OutOfOrder {
                        step: number,
                        act: step.act.clone(),
                        disorder,
                    })?;
            }
        }
        gate_to_gate(route)?;
        if let Some(differs) = self.heading.take() {
            return Err(differs);
        }
        weight(route)?;
        self.records.warn_of_cabotage(&mut trail.warnings);
        trail.warnings.extend(self.records.warn_of_day());
        warned::same(route.warnings(), trail.warnings)?;
        for (rule, limit) in &self.rules.limits {
            if let Some(found) = above(route, *limit, self.world.network()) {
                return Err(VerifyError::AboveLimit {
                    rule: rule.clone(),
                    limit: *limit,
                    found,
                });
            }
        }
        for (judge, check) in self.judges.iter().zip(&mut trail.tallies) {
            whole(route, judge, check)?;
        }
        let checks = trail.tallies.into_iter().zip(&self.judges);
        Ok(Certificate {
            policy: self.rules.policy.clone(),
            day: self.world.day(),
            scenario: route.scenario.clone(),
            shipment: route.shipment,
            objective: route.objective.clone(),
            value: route.certain_value(),
            steps: route.steps.len(),
            countries: route.countries(),
            rules: checks
                .map(|(check, judge)| check.into_check(judge))
                .collect(),
        })
    }

    /// A step and its parts: looked up, judged, and held against what the records make of it.
    fn step(
        &mut self,
        step: &'c Step,
        number: usize,
        trail: &mut Trail<'c>,
    ) -> Result<(), VerifyError> {
        let records = self.records;
        let within = match (&step.act, step.parts.is_empty()) {
            (_, true) => Within::Nothing,
            (Act::Haul, false) => Within::Haul,
            (_, false) => Within::Chain(step),
        };
        let recorded = |found: Result<(), Mismatch>, step: &Step| {
            found.map_err(|mismatch| VerifyError::NotOnRecord {
                step: number,
                act: step.act.clone(),
                mismatch,
            })
        };
        recorded(records.takes_unit(step), step)?;
        let mut carrier = None;
        // A haul touches nothing that its links do not touch: it is looked up, not judged.
        if step.act == Act::Haul {
            let mut haul = Touch::default();
            records.touch(step, number, &trail.touch, &mut haul)?;
            carrier = carrier_of(&haul);
            recorded(Records::goes_straight(step), step)?;
        } else {
            self.touch(step, None, number, trail)?;
        }
        let whole = matches!(within, Within::Chain(_)).then_some(step);
        if within == Within::Nothing {
            carrier = carrier_of(&trail.touch);
            let found = records.reckon(step, carrier, records.cargo.goes, &mut trail.found);
            recorded(found, step)?;
            recorded(records.fits(step, within, None, &trail.found), step)?;
            records.warn(&trail.found, false, &mut trail.warnings);
            records.warn_of_step(step, &trail.found, false, &mut trail.warnings);
            return self.agrees(step, number, false, (&trail.touch, &trail.found));
        }
        let goes = records.going(step);
        let by_parts = records.pays_by_parts(step);
        let mut inside = Inside::default();
        for part in &step.parts {
            self.touch(part, whole, number, trail)?;
            let hauls = carrier_of(&trail.touch);
            let found = &mut trail.found;
            recorded(records.reckon(part, hauls, goes, found), part)?;
            let first = inside.moved.as_ref().map(|(offer, _)| offer);
            recorded(records.fits(part, within, first, found), part)?;
            self.agrees(part, number, true, (&trail.touch, found))?;
            records.warn(found, true, &mut trail.warnings);
            records.warn_of_step(part, found, true, &mut trail.warnings);
            inside.add(found, by_parts);
        }
        let found = &mut trail.found;
        recorded(records.reckon_whole(step, carrier, inside, found), step)?;
        records.warn(found, false, &mut trail.warnings);
        records.warn_of_step(step, found, false, &mut trail.warnings);
        self.agrees(step, number, false, (&trail.touch, found))
    }

    fn agrees(
        &mut self,
        step: &Step,
        number: usize,
        is_part: bool,
        (touch, found): (&Touch<'_>, &Reckoning),
    ) -> Result<(), VerifyError> {
        let Err(misstatement) = self.records.agrees(step, is_part, found) else {
            return Ok(());
        };
        if matches!(misstatement, Misstatement::OtherParties { .. })
            && let Err(mismatch) = self.records.strangers(step, touch)
        {
            return Err(VerifyError::NotOnRecord {
                step: number,
                act: step.act.clone(),
                mismatch,
            });
        }
        Err(self.misstated(step, number, misstatement))
    }

    /// Of another day or scenario much is otherwise, and that is why.
    fn misstated(&mut self, step: &Step, number: usize, misstatement: Misstatement) -> VerifyError {
        let misstated = VerifyError::Misstated {
            step: number,
            act: step.act.clone(),
            misstatement,
        };
        self.heading.take().unwrap_or(misstated)
    }

    /// What a step touches, held against every rule; as a part of a train or through rate, if it is one.
    fn touch(
        &self,
        step: &'c Step,
        whole: Option<&'c Step>,
        number: usize,
        trail: &mut Trail<'c>,
    ) -> Result<(), VerifyError> {
        let Trail {
            touch,
            before,
            begun,
            tallies,
            ..
        } = trail;
        std::mem::swap(touch, before);
        self.records.touch(step, number, before, touch)?;
        touch.whole = whole;
        // What one link after the other touches is mostly the same.
        let alike = *begun && touch.is_like(before);
        *begun = true;
        for country in &touch.countries {
            let mut closures = self.closures.iter();
            if let Some((_, cause)) = closures.find(|(it, _)| it.country == *country) {
                return Err(VerifyError::TransitClosed {
                    step: number,
                    act: step.act.clone(),
                    country: *country,
                    change: cause.name(),
                });
            }
        }
        for (judge, check) in self.judges.iter().zip(tallies) {
            if alike && !judge.speaks_of(Kind::Links) {
                check.repeat(number);
                continue;
            }
            if judge.asks_for_use() {
                check.use_of(number, judge.used(touch));
                continue;
            }
            match judge.outcome(touch) {
                Outcome::NotConcerned => check.pass(touch, judge),
                Outcome::Held => check.note(touch, judge),
                Outcome::Broken(finding) => {
                    return Err(VerifyError::Broken {
                        step: number,
                        act: step.act.clone(),
                        rule: judge.entry.named.clone(),
                        finding,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Who hauls what moves.
fn carrier_of(touch: &Touch<'_>) -> Option<OperatorId> {
    let hauls = [Role::RailwayUndertaking, Role::RoadCarrier];
    let mut parties = touch.parties.iter();
    let carrier = parties.find(|(_, _, role)| hauls.contains(role));
    carrier.map(|(_, operator, _)| *operator)
}
