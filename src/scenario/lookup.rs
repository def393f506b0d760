//! Names of changes to what they stand for.

use super::claims::Precedence;
use super::formula_terms::TollPayee;
use super::overlay::BorderKey;
use super::target::{Found, NotFound};
use super::{
    BorderTime, ChangeIndex, Nothing, Scenario, ScenarioError, Target, TariffScope, TransitClosure,
    Unfit,
};
use crate::code::Country;
use crate::network::{Group, Grouped, LineId, Network, OperatorId, Party, TariffId, nearest};

pub(super) struct Applying<'s, 'a> {
    pub(super) scenario: &'s Scenario,
    pub(super) network: &'a Network,
    pub(super) at: ChangeIndex,
}

impl Applying<'_, '_> {
    pub(super) fn unknown<'c>(
        &self,
        what: &'static str,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> ScenarioError {
        self.unknown_near(what, name, nearest(name, candidates))
    }

    fn unknown_near(
        &self,
        what: &'static str,
        name: &str,
        nearest: Option<String>,
    ) -> ScenarioError {
        ScenarioError::Unknown {
            at: self.scenario.location(self.at),
            what,
            name: name.to_owned(),
            nearest,
        }
    }

    pub(super) fn invalid(&self, reason: Unfit) -> ScenarioError {
        ScenarioError::Invalid {
            at: self.scenario.location(self.at),
            reason: Box::new(reason),
        }
    }

    pub(super) fn hits_nothing(&self, reason: Nothing) -> ScenarioError {
        ScenarioError::HitsNothing {
            at: self.scenario.location(self.at),
            reason,
        }
    }

    pub(super) fn contradiction(
        &self,
        other: ChangeIndex,
        about: impl Into<String>,
    ) -> ScenarioError {
        ScenarioError::Contradiction {
            at: self.scenario.location(self.at),
            other: self.scenario.changes()[other.index()].shared_name().clone(),
            about: about.into(),
        }
    }

    pub(super) fn find(&self, target: &Target) -> Result<Found, ScenarioError> {
        target.find(self.network).map_err(|error| match error {
            NotFound::Unknown { what, nearest } => self.unknown_near(what, target.name(), nearest),
            NotFound::Ambiguous(candidates) => ScenarioError::Ambiguous {
                at: self.scenario.location(self.at),
                name: target.name().to_owned(),
                candidates,
            },
        })
    }

    /// Everything that a target stands for, and whether it is one thing or a group.
    pub(super) fn reach(&self, target: &Target) -> Result<(Precedence, Grouped), ScenarioError> {
        let mut reach = Grouped::default();
        let mut precedence = Precedence::Group;
        match self.find(target)? {
            Found::Link(id) => {
                precedence = Precedence::One;
                reach.links.push(id);
            }
            Found::Crossing(id) => {
                precedence = Precedence::One;
                reach.crossings.push(id);
            }
            Found::Service(id) => {
                precedence = Precedence::One;
                reach.services.push(id);
            }
            Found::Line(line) => reach = self.group(Group::Line(line)),
            Found::Project(project) => reach = self.group(Group::Project(project)),
            Found::Place(place) => reach = self.group(Group::Place(place)),
            Found::Country(country) => reach = self.group(Group::Country(country)),
        }
        let empty = reach.links.is_empty() && reach.crossings.is_empty();
        if empty && reach.services.is_empty() {
            let target = target.clone();
            return Err(self.hits_nothing(Nothing::EmptyGroup { target }));
        }
        Ok((precedence, reach))
    }

    fn group(&self, group: Group) -> Grouped {
        self.network.group(group).cloned().unwrap_or_default()
    }

    pub(super) fn operator(&self, id: &str) -> Result<OperatorId, ScenarioError> {
        let unknown = || self.unknown_near("operator", id, self.network.nearest_operator(id));
        self.network.operator_by_id(id).ok_or_else(unknown)
    }

    pub(super) fn line(&self, id: &str) -> Result<LineId, ScenarioError> {
        self.network.line_by_id(id).ok_or_else(|| {
            let lines = self.network.lines();
            self.unknown("line", id, lines.map(|(_, item)| item.id.as_str()))
        })
    }

    /// An operator by its id, or the authorities of a country as `authority:AM`.
    pub(super) fn toll_payee(&self, payee: &str) -> Result<TollPayee, ScenarioError> {
        match payee.strip_prefix("authority:") {
            None => self.operator(payee).map(TollPayee::Operator),
            Some(code) => {
                let country = code.parse().map(TollPayee::Authority);
                country.map_err(|_| self.unknown("country", code, []))
            }
        }
    }

    pub(super) fn party(&self, id: &str) -> Result<Party, ScenarioError> {
        let nearest = || self.network.nearest_party(id);
        let unknown = || self.unknown_near("operator or owner", id, nearest());
        self.network.party(id).ok_or_else(unknown)
    }

    pub(super) fn tariffs(&self, scope: &TariffScope) -> Result<Vec<TariffId>, ScenarioError> {
        if *scope == TariffScope::default() {
            return Err(self.hits_nothing(Nothing::EmptyScope));
        }
        let network = self.network;
        let only = scope
            .tariff
            .as_deref()
            .map(|id| self.tariff(id))
            .transpose()?;
        let operator = scope
            .operator
            .as_deref()
            .map(|id| self.operator(id))
            .transpose()?;
        let fitting: Vec<TariffId> = network
            .tariffs()
            .filter(|(id, tariff)| {
                only.is_none_or(|only| only == *id)
                    && (operator.is_none() || tariff.operator == operator)
                    && scope.country.is_none_or(|only| only == tariff.country)
                    && scope.mode.is_none_or(|only| only == tariff.mode)
            })
            .map(|(id, _)| id)
            .collect();
        if fitting.is_empty() {
            let scope = scope.clone();
            return Err(self.hits_nothing(Nothing::NoTariff { scope }));
        }
        Ok(fitting)
    }

    pub(super) fn tariff(&self, id: &str) -> Result<TariffId, ScenarioError> {
        self.network.tariff_by_id(id).ok_or_else(|| {
            let tariffs = self.network.tariffs();
            self.unknown("tariff", id, tariffs.map(|(_, item)| item.id.as_str()))
        })
    }

    pub(super) fn border(&self, change: &BorderTime) -> Result<BorderKey, ScenarioError> {
        let crossing = match &change.crossing {
            None => None,
            Some(code) => Some(self.network.crossing_by_code(code).ok_or_else(|| {
                let crossings = self.network.crossings();
                let codes = crossings.map(|(_, item)| item.code.as_str());
                self.unknown("border crossing", code, codes)
            })?),
        };
        let key = BorderKey {
            crossing,
            from: change.from,
            to: change.to,
            mode: change.mode,
        };
        if crossing.is_none() && change.from.is_none() && change.to.is_none() {
            return Err(self.hits_nothing(Nothing::NoBorder));
        }
        let wanted = |side: [Country; 2]| {
            change.from.is_none_or(|from| from == side[0])
                && change.to.is_none_or(|to| to == side[1])
        };
        let hit = self.network.crossings().any(|(id, item)| {
            let [a, b] = item.countries;
            crossing.is_none_or(|only| only == id)
                && change.mode.is_none_or(|mode| mode == item.mode)
                && (wanted([a, b]) || wanted([b, a]))
        });
        if !hit {
            return Err(self.hits_nothing(Nothing::NoCrossing));
        }
        Ok(key)
    }

    pub(super) fn close_passage(&self, country: Country) -> Result<(), ScenarioError> {
        let here = self.network.group(Group::Country(country));
        if here.is_some_and(|here| !here.links.is_empty()) {
            return Ok(());
        }
        Err(self.hits_nothing(Nothing::NoPassage { country }))
    }

    pub(super) fn lifts_a_closure(&self, opening: TransitClosure) -> Result<(), ScenarioError> {
        let mut rows = self.network.closures().iter();
        if rows.any(|row| opening.covers(row.into())) {
            return Ok(());
        }
        let country = opening.country;
        Err(self.hits_nothing(Nothing::NoClosure { country }))
    }
}
