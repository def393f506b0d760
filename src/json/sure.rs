//! How sure an answer is.

use serde::{Deserialize, Serialize};

use super::answer::{Asked, NoRouteDocument};
use super::route::RouteDocument;
use super::version::Version;
use crate::code::{Country, Name};
use crate::metric::{ObjectiveDifference, ObjectiveValue};
use crate::planner::{
    Confidence, ConfidenceBetween, NoRoute, RobustWays, Sampling, Spread, Unknown, Way,
};

/// How sure the answer to one question is; beside it, in a comparison, how it differs from the first one over
/// the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Sure", deny_unknown_fields))]
#[non_exhaustive]
pub struct SureDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: Asked,
    /// Why there is no route; null when there is one.
    pub no_route: Option<NoRouteDocument>,
    /// How sure the route is; null when there is none.
    pub sure: Option<ConfidenceDocument>,
    /// How it differs from the first of two over the same draws; missing elsewhere, and of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<SureDifferenceDocument>,
}

/// How sure a route is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Confidence", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ConfidenceDocument {
    /// The best route at the stated figures.
    pub route: RouteDocument,
    /// How many draws there are.
    pub draws: u32,
    /// The seed that they come from.
    pub seed: u32,
    /// Independent things that are not known and touch what was searched.
    pub unknowns: usize,
    /// In how many draws no way has a price.
    pub without: u32,
    /// What the route costs.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::SpreadOfAmounts"))]
    pub cost: SpreadDocument<ObjectiveValue>,
    /// How long it takes by mean: what is not known of it, not what varies from trip to trip.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::SpreadOfAmounts"))]
    pub expected: SpreadDocument<ObjectiveValue>,
    /// What it emits, well to wheel.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::SpreadOfAmounts"))]
    pub emissions: SpreadDocument<ObjectiveValue>,
    /// What the best route of each draw has of what was to be least.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::SpreadOfAmounts"))]
    pub least: SpreadDocument<ObjectiveValue>,
    /// The ways that are best in some draw, and that of the route, the most often best first.
    pub ways: Vec<WayDocument>,
    /// What the answer hangs on, the largest share of its variance first.
    pub what_decides: Vec<UnknownDocument>,
    /// Which way to choose before anything is known; missing where no way has a price in every draw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub robust: Option<RobustDocument>,
    /// One line.
    pub message: String,
}

/// What something is over the draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SpreadDocument<T> {
    /// What 5 % of the draws do not exceed.
    pub low: T,
    /// What half of the draws do not exceed.
    pub median: T,
    /// What 95 % of the draws do not exceed.
    pub high: T,
    /// The mean.
    pub mean: T,
}

/// Routes that cross the same borders and seas and run on rails in the same countries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Way", deny_unknown_fields))]
#[non_exhaustive]
pub struct WayDocument {
    /// What people call it.
    pub name: String,
    /// Countries of its best route at the stated figures, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::forms::CountryCode>"))]
    pub countries: Vec<Country>,
    /// In how many draws it is best.
    pub best_in: u32,
    /// The same in percent of all draws.
    pub share_percent: f64,
    /// What it has of what was to be least at the stated figures; null where it has no price there.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Amount>"))]
    pub stated: Option<ObjectiveValue>,
    /// The same over the draws in which it has a price.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::SpreadOfAmounts>")
    )]
    pub value: Option<SpreadDocument<ObjectiveValue>>,
    /// How much more than the best way of each draw it has, by mean.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Amount>"))]
    pub regret: Option<ObjectiveDifference>,
    /// What the best other way has at the stated figures: below that it wins; null for the only way.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Amount>"))]
    pub wins_below: Option<ObjectiveValue>,
}

/// Something that is not known, and what it decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Unknown", deny_unknown_fields))]
#[non_exhaustive]
pub struct UnknownDocument {
    /// The group whose figures have it in common; missing where it is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What the model itself gets wrong, such as `hours by rail`; missing where it is none of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Ids of the sources that state it; of a group those that its figures are known to go together by.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub sources: Vec<Name>,
    /// Whether it is an assumption, whose figures are all high or all low together; of a group, whether how far
    /// its figures go together is assumed.
    pub assumed: bool,
    /// How many independent things it is.
    pub rows: u32,
    /// Its part of the variance of what the route has of what was to be least, in percent.
    pub share_percent: f64,
    /// Its part of that variance together with everything that it acts with, in percent: Sobol's total index,
    /// estimated; missing where it was not worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_percent: Option<f64>,
    /// What the route has of it by mean where it is at its 5 % quantile.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Amount"))]
    pub at_low: ObjectiveValue,
    /// The same at the 95 % quantile.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Amount"))]
    pub at_high: ObjectiveValue,
    /// What it is worth to know it before choosing, by mean.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Amount>"))]
    pub worth: Option<ObjectiveDifference>,
}

/// Which way to choose before anything is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Robust", deny_unknown_fields))]
#[non_exhaustive]
pub struct RobustDocument {
    /// Name of the way with the least mean.
    pub mean_way: String,
    /// Its mean.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Amount"))]
    pub mean: ObjectiveValue,
    /// Name of the way with the least mean of its worst tenth of the draws.
    pub tail_way: String,
    /// That mean.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Amount"))]
    pub tail: ObjectiveValue,
    /// Name of the way that is least above the best of any draw where it is most.
    pub regret_way: String,
    /// How far it is above it there.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Amount"))]
    pub regret: ObjectiveDifference,
}

/// How an answer differs from another one over the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "SureDifference", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct SureDifferenceDocument {
    /// In how many draws its best route has less than that of the other.
    pub less_in: u32,
    /// In how many it has more.
    pub more_in: u32,
    /// In how many one of the two has no way with a price.
    pub without: u32,
    /// What its best route of each draw has more, negative for less.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::SpreadOfAmounts>")
    )]
    pub best: Option<SpreadDocument<ObjectiveDifference>>,
    /// What its route at the stated figures has more in each draw.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::SpreadOfAmounts>")
    )]
    pub answers: Option<SpreadDocument<ObjectiveDifference>>,
    /// One line.
    pub message: String,
}

/// Thousandths of the draws that are the worst tenth.
const TAIL: u16 = 100;

impl SureDocument {
    /// How sure an answer is, with prices of a year.
    #[must_use]
    pub fn of(asked: Asked, sure: &Confidence, sampling: &Sampling, price_year: i16) -> Self {
        Self {
            version: Version,
            asked,
            no_route: None,
            sure: Some(ConfidenceDocument::of(sure, sampling, price_year)),
            difference: None,
        }
    }

    /// Why there is none.
    #[must_use]
    pub fn none(asked: Asked, none: &NoRoute) -> Self {
        Self {
            version: Version,
            asked,
            no_route: Some(none.into()),
            sure: None,
            difference: None,
        }
    }

    /// The same with how it differs from the first of two.
    #[must_use]
    pub fn differing(mut self, between: &ConfidenceBetween) -> Self {
        self.difference = Some(between.into());
        self
    }
}

impl ConfidenceDocument {
    fn of(sure: &Confidence, sampling: &Sampling, price_year: i16) -> Self {
        let robust = sure.robust(TAIL).ok().flatten();
        Self {
            route: RouteDocument::of(&sure.answer, price_year),
            draws: sure.draws,
            seed: sampling.seed,
            unknowns: sure.unknowns,
            without: sure.without,
            cost: SpreadDocument::of(sure.cost(), ObjectiveValue::Money),
            expected: SpreadDocument::of(sure.time(), ObjectiveValue::Duration),
            emissions: SpreadDocument::of(sure.emissions(), ObjectiveValue::Emissions),
            least: sure.least().into(),
            ways: sure
                .ways()
                .iter()
                .map(|way| WayDocument::of(sure, way))
                .collect(),
            what_decides: sure.what_decides().iter().map(Into::into).collect(),
            robust: robust.as_ref().map(Into::into),
            message: sure.in_short(),
        }
    }
}

impl<T: Copy> From<&Spread<T>> for SpreadDocument<T> {
    fn from(spread: &Spread<T>) -> Self {
        Self::of(spread, |value| value)
    }
}

impl<T> SpreadDocument<T> {
    fn of<Q: Copy>(spread: &Spread<Q>, written: impl Fn(Q) -> T) -> Self {
        Self {
            low: written(spread.low()),
            median: written(spread.median()),
            high: written(spread.high()),
            mean: written(spread.mean()),
        }
    }
}

impl WayDocument {
    fn of(sure: &Confidence, way: &Way) -> Self {
        Self {
            name: way.name.clone(),
            countries: way.route.countries().clone(),
            best_in: way.best_in,
            share_percent: 100.0 * sure.share(way),
            stated: way.route.value(),
            value: way.value.as_ref().map(Into::into),
            regret: way.regret,
            wins_below: way.wins_below,
        }
    }
}

impl From<&Unknown> for UnknownDocument {
    fn from(unknown: &Unknown) -> Self {
        Self {
            group: unknown.group.as_deref().map(str::to_owned),
            model: unknown.model.as_ref().map(ToString::to_string),
            sources: unknown.sources.clone(),
            assumed: unknown.assumed,
            rows: unknown.rows,
            share_percent: 100.0 * unknown.share,
            total_percent: unknown.total.map(|total| 100.0 * total),
            at_low: unknown.at_low,
            at_high: unknown.at_high,
            worth: unknown.worth,
        }
    }
}

impl From<&RobustWays<'_>> for RobustDocument {
    fn from(ways: &RobustWays<'_>) -> Self {
        Self {
            mean_way: ways.mean.0.name.clone(),
            mean: ways.mean.1,
            tail_way: ways.tail.0.name.clone(),
            tail: ways.tail.1,
            regret_way: ways.regret.0.name.clone(),
            regret: ways.regret.1,
        }
    }
}

impl From<&ConfidenceBetween> for SureDifferenceDocument {
    fn from(between: &ConfidenceBetween) -> Self {
        Self {
            less_in: between.less_in,
            more_in: between.more_in,
            without: between.without,
            best: between.best().map(Into::into),
            answers: between.answers().map(Into::into),
            message: between.to_string(),
        }
    }
}
