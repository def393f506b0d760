//! Amounts of a scenario that nobody has published, and that may be others.

use super::{Change, Scenario, ScenarioError, Unfit};
use crate::network::nearest;
use crate::quantity::Rate;

/// An amount of a scenario with a range: a toll that nobody has published, by the name of its change.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::network::RateBasis;
/// use trade_corridor::quantity::Rate;
/// use trade_corridor::scenario::{Change, Scenario, TollChange};
///
/// let [low, usd, high] = [0.0, 0.5, 2.0].map(|usd| Rate::from_usd(usd).unwrap());
/// let toll = TollChange::new("line:AM-tripp-road", RateBasis::PerKm, usd, "TDC");
/// let toll = Change::from(toll.between(low, high)).labelled("road toll");
/// let scenario = Scenario::on(date(2029, 1, 1)).with(toll);
/// assert_eq!(scenario.parameters().next().map(|known| known.name), Some("road toll"));
///
/// let free = scenario.with_parameter("road toll", low)?;
/// assert_eq!(free.parameters().next().map(|known| known.usd), Some(low));
/// let error = scenario.with_parameter("road tol", low).unwrap_err();
/// assert!(error.to_string().contains("did you mean `road toll`?"));
/// assert!(scenario.with_parameter("road toll", Rate::from_usd(3.0)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter<'s> {
    /// What its change is called.
    pub name: &'s str,
    /// What it is.
    pub usd: Rate,
    /// The least that it may be.
    pub low: Rate,
    /// The most that it may be.
    pub high: Rate,
    /// Where the change is reported, or how the amount was assumed.
    pub source: &'s str,
}

impl Scenario {
    /// Its amounts that have a range.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter<'_>> {
        self.changes().iter().filter_map(|named| {
            let Change::Toll(toll) = named.change() else {
                return None;
            };
            let ranged = toll.usd_low.or(toll.usd_high)?;
            Some(Parameter {
                name: named.name(),
                usd: toll.usd,
                low: toll.usd_low.unwrap_or(toll.usd).min(ranged),
                high: toll.usd_high.unwrap_or(toll.usd),
                source: named.source(),
            })
        })
    }

    /// The same with another amount for every parameter of this name.
    ///
    /// # Errors
    /// A name that no parameter has, with the nearest one, or an amount outside of the range.
    pub fn with_parameter(&self, name: &str, usd: Rate) -> Result<Self, ScenarioError> {
        let mut same = self.parameters().filter(|known| known.name == name);
        let Some(first) = same.next() else {
            return Err(ScenarioError::UnknownParameter {
                name: name.to_owned(),
                nearest: nearest(name, self.parameters().map(|known| known.name)),
            });
        };
        if let Some(known) = std::iter::once(first)
            .chain(same)
            .find(|known| !(known.low..=known.high).contains(&usd))
        {
            return Err(ScenarioError::ParameterOutside {
                name: name.to_owned(),
                reason: Box::new(Unfit::OutsideRange {
                    usd: usd.as_usd(),
                    low: known.low.as_usd(),
                    high: known.high.as_usd(),
                }),
            });
        }
        let mut changed = self.clone();
        for named in &mut changed.changes {
            if named.name() != name {
                continue;
            }
            if let Change::Toll(toll) = named.change()
                && (toll.usd_low.is_some() || toll.usd_high.is_some())
            {
                let mut toll = toll.clone();
                toll.usd = usd;
                // A change without a label is called by what it says.
                let label = named.shared_name().clone();
                *named = named.replaced(toll.into()).labelled(label);
            }
        }
        Ok(changed)
    }
}
