//! What exists on a day, under named changes?
//!
//! A [`Scenario`] is a date and a list of typed changes. [`Scenario::apply`] resolves them against
//! a network and gives the [`World`]: an overlay of small tables, never a copy with edits.
//!
//! Planned things never open by themselves, not even after the day they are expected: a change
//! opens them.
//!
//! ```
//! use jiff::civil::date;
//! use trade_corridor::network::Network;
//! use trade_corridor::scenario::{Change, Scenario};
//!
//! let network = Network::builder().build()?;
//! let today = Scenario::on(date(2026, 11, 22));
//! assert_eq!(today.apply(&network)?.day(), date(2026, 11, 22));
//!
//! let opened = today.named("the route opens").with(Change::open("TRIPP-rail"));
//! let refusal = opened.apply(&network).unwrap_err();
//! assert!(refusal.to_string().contains("`TRIPP-rail`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A formula for a corridor is a scenario as well: who is paid, what is charged, what is promised, who
//! holds the company, term by term. Amounts that nobody has published have a range
//! ([`Scenario::parameters`]).
//!
//! ```
//! use trade_corridor::network::Network;
//! use trade_corridor::scenario::Scenario;
//!
//! let text = r#"
//! schema = 1
//! name = "a formula"
//! date = 2029-01-01
//!
//! [[change]]
//! label = "road toll"
//! toll = { on = "line:AM-tripp-road", basis = "per_km", usd = 0.1, usd_high = 2, payee = "TDC" }
//!
//! [[change]]
//! border_fee = { crossing = "x-am-az-ordubad-road", price = { usd = 40 }, payee = "TDC" }
//!
//! [[change]]
//! collector = { country = "AM", crossing = "x-am-az-aghband-road", operator = "TDC" }
//!
//! [[change]]
//! handling = { place = "KZAAU", price = { percent = 80 }, time = { hours = 6, hours_p90 = 10 } }
//!
//! [[change]]
//! speed = { line = "AM-tripp-rail", pace = { kmh = 40 } }
//!
//! [[change]]
//! service = { service = "KMTF-feeder-KZAAU-AZ-ala", frequency = { per_week = 5 } }
//!
//! [[change]]
//! through_rate = { rate = "TITR-KZ-alt-TRDRC", price = { per_unit = { 40ft = 3000 } }, time = { hours = 400 } }
//!
//! [[change]]
//! carrier = { line = "AM-rail", operator = "KTZ", in_place_of = "SCR" }
//!
//! [[change]]
//! [change.shares]
//! held = "TDC"
//! [[change.shares.steps]]
//! from = 2026-05-26
//! to = 2075-05-25
//! shares = { US-DFC = 74, STATE-AM = 26 }
//! "#;
//! let formula = Scenario::from_toml("formula.toml", text)?;
//! formula.apply(Network::europe_central_asia())?;
//! assert_eq!(Scenario::from_toml("copy.toml", &formula.to_toml()?)?, formula);
//! # Ok::<(), trade_corridor::scenario::ScenarioError>(())
//! ```

mod additions;
mod apply;
mod availability;
mod change;
mod claims;
mod consortia;
pub(crate) mod document;
mod error;
mod fault;
mod formula_lookup;
mod formula_terms;
mod formulas;
mod levies;
mod lookup;
mod named_change;
mod operated;
mod overlay;
mod parameters;
mod position;
mod presets;
mod price;
mod recorded;
mod redrawn;
mod schedule;
mod settings;
mod settled;
mod stakes;
mod standing;
mod target;
mod tariff_scope;
mod terms_of_shares;
mod transit;
mod world;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use additions::{NewLink, NewService};
pub use availability::{
    ActiveMember, ActiveStake, Availability, Cause, ClosureCause, ManagerCause, StakeCause,
};
pub use change::{BorderTime, Change};
pub use error::{ChangeLocation, ScenarioError};
pub use fault::{Nothing, Unfit};
pub use formula_terms::{ActiveToll, Collectors, HandlingTerms, Site, TollPayee};
pub use levies::{BorderFee, Collector, TollChange};
pub use named_change::NamedChange;
pub use operated::{CarrierChange, HandlingChange, ServiceChange, SpeedChange, ThroughRateChange};
pub use overlay::ChangeIndex;
pub use parameters::Parameter;
pub use position::TextPosition;
pub use price::{Frequency, Pace, PriceChange, UnitPrices};
pub use schedule::{ShareSchedule, ShareStep};
pub use settings::Factor;
pub use target::{Target, TargetKind};
pub use tariff_scope::TariffScope;
pub use transit::TransitClosure;
pub use world::World;

use crate::network::Network;

/// Version of the TOML format that this crate writes, and the newest it reads.
const SCHEMA: u32 = 1;

/// Changes of one scenario.
const MOST_CHANGES: usize = 10_000;

/// A date and the changes that hold on it.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::scenario::{Change, Scenario};
///
/// let text = r#"
/// schema = 1
/// name = "the border opens"
/// date = 2027-06-01
///
/// [[change]]
/// open = "crossing:x-am-tr-akhurik-rail"
/// "#;
/// let scenario = Scenario::from_toml("border.toml", text)?;
/// assert_eq!(scenario.day(), date(2027, 6, 1));
/// assert_eq!(Scenario::from_toml("copy.toml", &scenario.to_toml()?)?, scenario);
///
/// let broken = Scenario::from_toml("border.toml", &text.replace("open =", "opne ="));
/// assert!(broken.unwrap_err().to_string().starts_with("border.toml line 6"));
/// # Ok::<(), trade_corridor::scenario::ScenarioError>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    #[serde(deserialize_with = "document::known_schema::<_, SCHEMA>")]
    schema: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(deserialize_with = "crate::network::day_alone")]
    date: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(
        rename = "change",
        default,
        deserialize_with = "document::at_most::<_, _, MOST_CHANGES>",
        skip_serializing_if = "Vec::is_empty"
    )]
    changes: Vec<NamedChange>,
}

impl PartialEq for Scenario {
    fn eq(&self, other: &Self) -> bool {
        (
            &self.name,
            self.date,
            &self.note,
            &self.source,
            &self.changes,
        ) == (
            &other.name,
            other.date,
            &other.note,
            &other.source,
            &other.changes,
        )
    }
}

impl Scenario {
    /// How many changes one scenario may have; what has more is neither read nor applied.
    pub const MOST_CHANGES: usize = MOST_CHANGES;

    /// How long a text may be that [`Scenario::from_toml`] reads, in bytes.
    pub const LONGEST_TEXT: usize = document::LONGEST_TEXT;

    /// The world as it is recorded for `date`, without changes.
    #[must_use]
    pub fn on(date: Date) -> Self {
        Self {
            schema: SCHEMA,
            name: String::new(),
            date,
            note: String::new(),
            source: String::new(),
            changes: Vec::new(),
        }
    }

    /// The same scenario under another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same changes on another day.
    #[must_use]
    pub fn moved_to(mut self, date: Date) -> Self {
        self.date = date;
        self
    }

    /// The scenario with one more change, which may have a label and a source.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use trade_corridor::scenario::{Change, Scenario};
    /// let scenario = Scenario::on(date(2027, 6, 1))
    ///     .with(Change::open("TRIPP-rail"))
    ///     .with(Change::close("TRIPP-rail").labelled("closed again"));
    /// assert_eq!(scenario.changes()[1].name(), "closed again");
    /// ```
    #[must_use]
    pub fn with(mut self, change: impl Into<NamedChange>) -> Self {
        self.changes.push(change.into());
        self
    }

    /// Its day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.date
    }

    /// The same changes on another day.
    #[must_use]
    pub fn with_day(mut self, day: Date) -> Self {
        self.date = day;
        self
    }

    /// Its name; empty when it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A remark on it.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Where it is reported.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its changes, in the order they were added.
    #[must_use]
    pub fn changes(&self) -> &[NamedChange] {
        &self.changes
    }

    /// The world on its day under its changes.
    ///
    /// The order of changes does not matter: a change of one thing wins over a change of a group
    /// it belongs to (its project, line or country), and two changes of equal standing that
    /// disagree are refused.
    ///
    /// # Errors
    /// A change that refers to nothing (with the nearest name), contradicts another, or makes a
    /// record that a network would refuse; more than [`Scenario::MOST_CHANGES`] changes.
    pub fn apply(&self, network: &Network) -> Result<World, ScenarioError> {
        apply::apply(self, network)
    }

    /// Reads a scenario; `file` names the text in messages.
    ///
    /// # Errors
    /// A newer schema, text that is no TOML, unknown keys or unreadable values, each with its line; a text
    /// longer than [`Scenario::LONGEST_TEXT`].
    pub fn from_toml(file: &str, text: &str) -> Result<Self, ScenarioError> {
        Self::from_toml_within(file, text, Self::LONGEST_TEXT)
    }

    /// The same for a text of at most so many bytes.
    ///
    /// # Errors
    /// As [`Scenario::from_toml`].
    pub fn from_toml_within(file: &str, text: &str, longest: usize) -> Result<Self, ScenarioError> {
        let name: Arc<str> = file.into();
        let unreadable = |fault: document::TextFault| ScenarioError::Unreadable {
            at: document::position(&name, fault.line),
            reason: fault.reason,
        };
        document::check_length(text, longest).map_err(unreadable)?;
        document::check_schema(text, SCHEMA).map_err(unreadable)?;
        let raw: document::RawScenario = document::read(text).map_err(unreadable)?;
        let mut changes = Vec::with_capacity(raw.change.len());
        let lines = document::Lines::of(text);
        for spanned in raw.change {
            let (line, mut table) = document::entry(&lines, spanned);
            let fault = |reason| {
                unreadable(document::TextFault {
                    line: Some(line),
                    reason,
                })
            };
            let label = document::take_text(&mut table, "label").map_err(fault)?;
            let source = document::take_text(&mut table, "source").map_err(fault)?;
            let change: Change = document::one_of(table, "change").map_err(fault)?;
            let mut change = NamedChange::from(change).sourced(source.unwrap_or_default());
            if let Some(label) = label {
                change = change.labelled(label);
            }
            change.read_from = Some(document::position(&name, Some(line)));
            changes.push(change);
        }
        let date = document::date(text, raw.date).map_err(unreadable)?;
        Ok(Self {
            schema: SCHEMA,
            name: raw.name,
            date,
            note: raw.note,
            source: raw.source,
            changes,
        })
    }

    /// The scenario as TOML.
    ///
    /// # Errors
    /// None for the changes of this version; the writer's refusal is passed on.
    pub fn to_toml(&self) -> Result<String, ScenarioError> {
        toml::to_string(self).map_err(|error| ScenarioError::Unwritable {
            reason: error.to_string(),
        })
    }

    fn location(&self, index: ChangeIndex) -> ChangeLocation {
        let change = &self.changes[index.index()];
        ChangeLocation {
            read_from: change.read_from.clone(),
            change: change.shared_name().clone(),
        }
    }
}

impl<C: Into<NamedChange>> Extend<C> for Scenario {
    fn extend<I: IntoIterator<Item = C>>(&mut self, changes: I) {
        self.changes.extend(changes.into_iter().map(Into::into));
    }
}
