//! How far flows depend on something, and what would end it.

use serde::{Deserialize, Serialize};

use super::investment::InvestmentDocument;
use super::version::Version;
use super::year::{FlowsAsked, UnansweredFlow};
use crate::analysis::criticality::Dependence;
use crate::analysis::demand::Demand;
use crate::analysis::dependence::{
    Amounts, Basis, EndingSet, EndsIt, Independence, Reliance, Whose,
};
use crate::quantity::{Difference, Duration, Mass, Money, PerYear};

/// How far flows depend on something, and what would end it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Depends", deny_unknown_fields))]
#[non_exhaustive]
pub struct DependsDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// Whose flows are looked at.
    pub whose: WhoseDocument,
    /// On what they depend.
    pub on: DependedOn,
    /// All of these flows that have a way.
    pub all: AmountsDocument,
    /// Those whose best way touches it.
    pub touching: AmountsDocument,
    /// Those of them that start or end in the country, and cannot but touch it.
    pub ending_there: AmountsDocument,
    /// Which part touches it.
    pub share: SharesDocument,
    /// What of all money is paid in its territory, to it, or received in the end by owners and the treasury of the
    /// country; null for crossings and services, which are not paid.
    #[serde(rename = "paid_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub paid: Option<Money>,
    /// How concentrated payees are (Herfindahl–Hirschman): from 0 to 10,000.
    #[serde(rename = "payees_hhi")]
    pub payees: u32,
    /// How concentrated the countries of those are who receive the money in the end, at least.
    #[serde(rename = "owners_hhi")]
    pub owners: u32,
    /// How concentrated the countries are in which it is paid.
    #[serde(rename = "territories_hhi")]
    pub territories: u32,
    /// What it would cost to do without.
    pub independence: IndependenceDocument,
    /// What would end it; null where that was not asked.
    pub ends: Option<EndsDocument>,
    /// Flows that are not in it.
    pub unanswered: Vec<UnansweredFlow>,
}

/// Whose flows are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Whose", deny_unknown_fields))]
#[non_exhaustive]
pub struct WhoseDocument {
    /// All of the list, those of a country, or those of a place.
    pub kind: WhoseWord,
    /// Code of the country, or the place as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Whose flows are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WhoseWord {
    /// All of the list.
    List,
    /// Those that start or end in a country.
    Country,
    /// Those that start or end at a place.
    Place,
}

/// Something that can be depended on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "DependedOn", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct DependedOn {
    /// What kind of thing it is.
    pub kind: DependedOnKind,
    /// Code of the country or crossing, or id.
    pub id: String,
}

/// What can be depended on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DependedOnKind {
    /// The territory of a country.
    Territory,
    /// Everybody whom parties of a country stand behind.
    Owner,
    /// An operator.
    Operator,
    /// A border crossing.
    Crossing,
    /// A service.
    Service,
}

/// What flows are in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Amounts", deny_unknown_fields))]
#[non_exhaustive]
pub struct AmountsDocument {
    /// How many flows.
    pub flows: usize,
    /// How many boxes, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// What is paid.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub usd: Money,
    /// Mass of their goods.
    #[serde(rename = "goods_kg")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub goods: Mass,
    /// How long boxes are on their way.
    #[serde(rename = "box_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub hours: Duration,
}

/// A part of flows, by what it is a part of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Shares", deny_unknown_fields))]
#[non_exhaustive]
pub struct SharesDocument {
    /// Of what is paid.
    #[serde(rename = "usd_percent")]
    pub usd: f64,
    /// Of the mass of goods.
    #[serde(rename = "goods_percent")]
    pub goods: f64,
    /// Of the time that boxes are on their way.
    #[serde(rename = "time_percent")]
    pub hours: f64,
    /// Of the boxes.
    #[serde(rename = "boxes_percent")]
    pub boxes: f64,
}

/// What it would cost a year to do without, of flows that touch it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Independence", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct IndependenceDocument {
    /// Flows that have a way without it, as they are with it.
    pub freed: AmountsDocument,
    /// How much more their ways cost without it.
    #[serde(rename = "more_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub more: Money,
    /// How much longer their boxes are on their way.
    #[serde(rename = "longer_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub longer: Difference<Duration>,
    /// Flows that have no way without it.
    pub cut_off: AmountsDocument,
    /// Flows that cannot be asked without it, or whose way without it has no known price.
    pub unknown: AmountsDocument,
}

/// What would end a dependence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Ends", deny_unknown_fields))]
#[non_exhaustive]
pub struct EndsDocument {
    /// Of what the part is.
    pub basis: BasisWord,
    /// To which part it is brought.
    #[serde(rename = "threshold_percent")]
    pub threshold: f64,
    /// Which part depends as the world is.
    #[serde(rename = "today_percent")]
    pub today: f64,
    /// Every smallest set of measures that does, fewest measures first, then what costs flows least.
    pub sets: Vec<EndingSetDocument>,
    /// Sets that make no world.
    pub contradictions: Vec<ContradictionDocument>,
    /// How many sets were tried.
    pub tried: usize,
    /// Whether every set of the size was tried, or holds one that was found.
    pub is_complete: bool,
}

/// Of what a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BasisWord {
    /// Of what is paid.
    Usd,
    /// Of the mass of goods.
    Tonnes,
    /// Of the time that boxes are on their way.
    Hours,
    /// Of the boxes.
    Boxes,
}

/// Measures that together bring a dependence to a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "EndingSet", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct EndingSetDocument {
    /// Their names; none where nothing has to be done.
    pub measures: Vec<String>,
    /// Which part still depends.
    #[serde(rename = "share_percent")]
    pub share: f64,
    /// How much more all flows cost a year.
    #[serde(rename = "more_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub more: Money,
    /// How much longer their boxes are on their way in a year.
    #[serde(rename = "longer_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub longer: Difference<Duration>,
    /// What the measures cost to do, once, as far as it is known; missing where it is of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment: Option<InvestmentDocument>,
    /// What they take whose cost nobody has said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub unpriced: Vec<String>,
}

/// Measures that make no world together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Contradiction", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ContradictionDocument {
    /// Their names.
    pub measures: Vec<String>,
    /// Why.
    pub message: String,
}

impl DependsDocument {
    /// How far a list of flows depends, and what would end it.
    #[must_use]
    pub fn of(asked: FlowsAsked, demand: &Demand, found: &Reliance, ends: Option<&EndsIt>) -> Self {
        let percent = |basis| found.share(basis).as_percent();
        let unanswered = found.unanswered.iter();
        Self {
            version: Version,
            asked,
            whose: (&found.whose).into(),
            on: (&found.on).into(),
            all: found.all.into(),
            touching: found.touching.into(),
            ending_there: found.ending_there.into(),
            share: SharesDocument {
                usd: percent(Basis::Usd),
                goods: percent(Basis::Tonnes),
                hours: percent(Basis::Hours),
                boxes: percent(Basis::Boxes),
            },
            paid: found.paid,
            payees: found.payees.index(),
            owners: found.owners.index(),
            territories: found.territories.index(),
            independence: found.independence.into(),
            ends: ends.map(Into::into),
            unanswered: unanswered
                .map(|(flow, code, reason)| UnansweredFlow::of(demand, *flow, code, reason))
                .collect(),
        }
    }
}

impl From<&Whose> for WhoseDocument {
    fn from(whose: &Whose) -> Self {
        let (kind, id) = match whose {
            Whose::List => (WhoseWord::List, None),
            Whose::Country(country) => (WhoseWord::Country, Some(country.to_string())),
            Whose::Place(place) => (WhoseWord::Place, Some(place.clone())),
        };
        Self { kind, id }
    }
}

impl From<&Dependence> for DependedOn {
    fn from(on: &Dependence) -> Self {
        let (kind, id) = match on {
            Dependence::Territory(country) => (DependedOnKind::Territory, country.to_string()),
            Dependence::Owner(country) => (DependedOnKind::Owner, country.to_string()),
            Dependence::Operator(id) => (DependedOnKind::Operator, id.clone()),
            Dependence::Crossing(code) => (DependedOnKind::Crossing, code.clone()),
            Dependence::Service(id) => (DependedOnKind::Service, id.clone()),
        };
        Self { kind, id }
    }
}

impl From<Amounts> for AmountsDocument {
    fn from(amounts: Amounts) -> Self {
        Self {
            flows: amounts.flows,
            boxes: amounts.boxes,
            usd: amounts.usd,
            goods: amounts.goods,
            hours: amounts.hours,
        }
    }
}

impl From<Independence> for IndependenceDocument {
    fn from(without: Independence) -> Self {
        Self {
            freed: without.freed.into(),
            more: without.more,
            longer: without.longer,
            cut_off: without.cut_off.into(),
            unknown: without.unknown.into(),
        }
    }
}

impl From<&EndsIt> for EndsDocument {
    fn from(ends: &EndsIt) -> Self {
        let contradictions = ends.contradictions.iter();
        Self {
            basis: match ends.basis {
                Basis::Usd => BasisWord::Usd,
                Basis::Tonnes => BasisWord::Tonnes,
                Basis::Hours => BasisWord::Hours,
                Basis::Boxes => BasisWord::Boxes,
            },
            threshold: ends.threshold.as_percent(),
            today: ends.today.as_percent(),
            sets: ends.sets.iter().map(Into::into).collect(),
            contradictions: contradictions
                .map(|(measures, message)| ContradictionDocument {
                    measures: measures.clone(),
                    message: message.clone(),
                })
                .collect(),
            tried: ends.tried,
            is_complete: ends.is_complete,
        }
    }
}

impl From<&EndingSet> for EndingSetDocument {
    fn from(set: &EndingSet) -> Self {
        Self {
            measures: set.measures.clone(),
            share: set.share.as_percent(),
            more: set.more,
            longer: set.longer,
            investment: set.investment.map(Into::into),
            unpriced: set.unpriced.clone(),
        }
    }
}
