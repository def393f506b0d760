//! Rules on consortia, on lines and on passages, step by step.

use super::business::{Business, named};
use super::judge::{Judge, Outcome};
use super::touch::Touch;
use crate::code::{Country, Name, Named};
use crate::network::{Mode, OperatorId, Party, Passing, Role};
use crate::policy::{Actor, Finding, Membership};

/// Where and in which roles a rule speaks of a business; everywhere and in any where nothing is named.
#[derive(Clone, Copy)]
pub(super) struct Scope<'r> {
    pub(super) countries: &'r [Country],
    pub(super) roles: &'r [Role],
}

impl Scope<'_> {
    fn is_here(&self, touch: &Touch<'_>) -> bool {
        let mut countries = touch.countries.iter();
        self.countries.is_empty() || countries.any(|it| self.countries.contains(it))
    }

    fn speaks(&self, role: Role) -> bool {
        self.roles.is_empty() || self.roles.contains(&role)
    }
}

impl Judge<'_> {
    /// Nobody whom a rule speaks of does a consortium's business; or, where such business alone is
    /// allowed, everybody.
    pub(super) fn business(
        &self,
        business: &Business,
        scope: Scope<'_>,
        touch: &Touch<'_>,
        require: bool,
        find: impl Fn(Actor, Vec<Membership>) -> Finding,
    ) -> Outcome {
        if !scope.is_here(touch) {
            return Outcome::NotConcerned;
        }
        let broken = |operator: OperatorId, role: Role| {
            let domicile = self.network.operator_at(operator).domicile;
            let named = named(self.network, Party::Operator(operator));
            let memberships = business.memberships(operator, role, touch);
            let actor = Actor::new(named, domicile, role);
            Outcome::Broken(Box::new(find(actor, memberships)))
        };
        let mut outcome = Outcome::NotConcerned;
        for (_, operator, role) in &touch.parties {
            if !scope.speaks(*role) || require && *role == Role::StateAgency {
                continue;
            }
            if business.counts(*operator, *role, touch) != require {
                return broken(*operator, *role);
            }
            outcome = Outcome::Held;
        }
        if !require
            && let Some((seller, role)) = business.whole(self.network, touch)
            && scope.speaks(role)
        {
            return broken(seller, role);
        }
        outcome
    }

    /// Moves, or whoever acts in the roles, are a consortium's business.
    pub(super) fn only_by(
        &self,
        consortium: &str,
        business: &Business,
        scope: Scope<'_>,
        touch: &Touch<'_>,
    ) -> Outcome {
        let crosses = touch.border.is_some();
        let moves = touch.mode.is_some() && !crosses && !touch.gauge_change;
        if !scope.is_here(touch) || crosses {
            return Outcome::NotConcerned;
        }
        let whole = business.whole(self.network, touch).is_some();
        let mut parties = touch.parties.iter();
        let mut concerned = false;
        let held = if scope.roles.is_empty() {
            concerned = moves;
            whole || parties.any(|(_, id, role)| business.counts(*id, *role, touch))
        } else if whole {
            concerned = true;
            true
        } else {
            let own_truck = moves && touch.carrier.is_some() && scope.speaks(Role::RoadCarrier);
            let mut held = !own_truck;
            for (_, id, role) in &touch.parties {
                if scope.speaks(*role) {
                    concerned = true;
                    held &= business.counts(*id, *role, touch);
                }
            }
            // who must be there and is not
            let must = match touch.mode {
                Some(Mode::Rail) => Some(Role::RailwayUndertaking),
                Some(Mode::Road) => Some(Role::RoadCarrier),
                Some(Mode::Sea | Mode::InlandWaterway) => Some(Role::ShippingLine),
                None => (touch.conveyances.len() == 2).then_some(Role::Terminal),
            };
            let trucked = touch.carrier.is_some() && scope.speaks(Role::RoadCarrier);
            if !concerned && !trucked && must.is_some_and(|role| scope.speaks(role)) {
                held = false;
            }
            concerned |= !held;
            held
        };
        match (concerned, held) {
            (false, _) => Outcome::NotConcerned,
            (true, true) => Outcome::Held,
            (true, false) => {
                let whole = self.network.operator_by_id(consortium);
                let whole = whole.map(|id| named(self.network, Party::Operator(id)));
                let consortium = whole.unwrap_or_else(|| Named::new(consortium, consortium));
                Outcome::Broken(Box::new(Finding::NotOfConsortium { consortium }))
            }
        }
    }

    /// What is passed on the way is among the passages that are asked for, or none of it is.
    pub(super) fn passages(
        &self,
        passages: &[String],
        touch: &Touch<'_>,
        require: bool,
    ) -> Outcome {
        if touch.mode.is_none() || touch.border.is_some() || touch.gauge_change {
            return Outcome::NotConcerned;
        }
        let mut outcome = Outcome::NotConcerned;
        for row in self.network.passages() {
            let passes = match row.passing {
                None => false,
                Some(Passing::Service(id)) => {
                    let service = self.network.service(id).map(|service| service.id.as_str());
                    service == touch.service && service.is_some()
                }
                Some(Passing::Link(id)) => {
                    let link = self.network.link(id).map(|link| link.id.as_str());
                    link == touch.link && link.is_some()
                }
            };
            if !passes {
                continue;
            }
            if passages.iter().any(|name| row.name == *name) != require {
                return Outcome::Broken(Box::new(Finding::Passage {
                    passage: row.name.clone(),
                    countries: row.countries.clone(),
                }));
            }
            outcome = Outcome::Held;
        }
        outcome
    }
}

/// Moves by land in the countries go along lines that are asked for, or along none of them.
pub(super) fn along(
    lines: &[Name],
    countries: &[Country],
    touch: &Touch<'_>,
    require: bool,
) -> Outcome {
    let land = matches!(
        touch.mode,
        Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
    );
    let mut entered = touch.countries.iter();
    let here = entered.any(|it| countries.is_empty() || countries.contains(it));
    let moves = land && touch.border.is_none() && !touch.gauge_change;
    let Some(line) = touch.line.filter(|_| moves && here) else {
        return Outcome::NotConcerned;
    };
    if lines.iter().any(|it| it == line) == require {
        return Outcome::Held;
    }
    let line = Name::from(line);
    Outcome::Broken(Box::new(Finding::Line { line }))
}
