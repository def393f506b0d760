//! What keeps a change from holding.

use jiff::civil::Date;
use serde::Serialize;

use super::{Target, TariffScope};
use crate::code::{Country, Name};
use crate::network::{
    Conveyance, Mode, PlaceError, ServiceKind, UnknownWord, did_you_mean, thousands,
};
use crate::quantity::QuantityError;

/// Why a change changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Nothing {
    /// A group without links, crossings and services.
    #[error("nothing in the network belongs to `{target}`; name a link, crossing or service")]
    EmptyGroup {
        /// The group.
        target: Target,
    },
    /// A scope that names nothing.
    #[error("the scope is empty; name a tariff, an operator, a country or a mode")]
    EmptyScope,
    /// A scope without tariffs.
    #[error("the network has no {scope}; widen the scope")]
    NoTariff {
        /// The scope.
        scope: TariffScope,
    },
    /// A border that is not named.
    #[error("names no border; give `crossing`, or `from` and `to`")]
    NoBorder,
    /// A border that no crossing fits.
    #[error("no crossing of the network fits; correct the countries or the mode")]
    NoCrossing,
    /// A change that states nothing to change.
    #[error("states nothing to change; give a price, hours, a frequency or an operator")]
    NoEffect,
    /// A toll by the kilometre where no link is.
    #[error("no link belongs to `{target}`; name a line or link, or charge `per_unit`")]
    NoLinks {
        /// What it names.
        target: Target,
    },
    /// Handling that is done nowhere.
    #[error("names no place with goods to handle; give `place`, or the `country` of one")]
    NoHandling,
    /// A carrier that sells nothing to take over.
    #[error("`{operator}` sells nothing on `{line}` that another could; name who does")]
    NotSold {
        /// The line.
        line: String,
        /// Who should be replaced.
        operator: String,
    },
    /// A speed of no link.
    #[error("no link of the network fits; give `line`, or a `country` with such links")]
    NoMovement,
    /// A share of a price or frequency that is not on record.
    #[error("the records have no {what} of `{id}` to change by per cent; set it")]
    Unrecorded {
        /// Price or frequency.
        what: &'static str,
        /// The id of the service or through rate.
        id: String,
    },
    /// A schedule without steps.
    #[error("the schedule of `{held}` has no step; add one with `from`, `to` and `shares`")]
    NoSteps {
        /// Who is held.
        held: String,
    },
    /// A country without links.
    #[error("the network has no link in {country} to pass over")]
    NoPassage {
        /// The country.
        country: Country,
    },
    /// A country without such a closure.
    #[error(
        "the network records no such closure of {country} to transit; correct the countries or \
         take the change out"
    )]
    NoClosure {
        /// The country.
        country: Country,
    },
}

/// What a network would refuse about a change.
#[derive(Clone, Debug, PartialEq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unfit {
    /// More changes than are taken.
    #[error(
        "a scenario takes at most {} changes; split it",
        super::Scenario::MOST_CHANGES
    )]
    TooManyChanges,
    /// A toll that nobody is paid.
    #[error("a toll on `{on}` without a payee; add `payee`, the id of an operator")]
    NoPayee {
        /// What it is on.
        on: Target,
    },
    /// An amount for what is passed several times.
    #[error(
        "a toll per unit on `{on}`, which is more than one thing; name the link or crossing where it \
         is due, or charge `per_km`"
    )]
    TollOnGroup {
        /// What it is on.
        on: Target,
    },
    /// A basis that does not fit what the toll is on.
    #[error("a toll on `{on}` cannot be `{basis}`; charge `{fitting}`")]
    TollBasis {
        /// What it is on.
        on: Target,
        /// The basis.
        basis: &'static str,
        /// What it can be.
        fitting: &'static str,
    },
    /// A range that does not hold its value.
    #[error("{usd} USD lies outside {low} to {high} USD; correct the range or the amount")]
    OutsideRange {
        /// The amount.
        usd: f64,
        /// The least.
        low: f64,
        /// The most.
        high: f64,
    },
    /// A wait beside a frequency that it follows from.
    #[error("service `{service}` has a wait and a frequency; give one of them")]
    WaitAndFrequency {
        /// Its id.
        service: String,
    },
    /// A carrier that has tariffs of its own there.
    #[error(
        "`{operator}` sells on `{line}` at tariffs of its own; name another, or close the line"
    )]
    SellsItself {
        /// The line.
        line: String,
        /// Who should take over.
        operator: String,
    },
    /// A speed that cannot be.
    #[error("`{kmh}` km/h cannot be; give a speed above 0 up to 1000")]
    Speed {
        /// The speed.
        kmh: f64,
    },
    /// A term that ends before it begins.
    #[error(
        "a term of `{held}` ends on {to} before it begins on {from}; swap or correct the dates"
    )]
    TermReversed {
        /// Who is held.
        held: String,
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// Terms with a gap between them, or that overlap.
    #[error(
        "the shares in `{held}` have a term that ends on {to} and the next begins on {next}; let each \
         begin on the day after the one before ends"
    )]
    TermsApart {
        /// Who is held.
        held: String,
        /// The last day of a term.
        to: Date,
        /// The first day of the next.
        next: Date,
    },
    /// Shares of a term that are more than everything, or that cannot be added up.
    #[error(
        "the shares in `{held}` from {from} on add up to more than 100 % or to no exact sum; lower one"
    )]
    TermAboveWhole {
        /// Who is held.
        held: String,
        /// The first day of the term.
        from: Date,
    },
    /// A stake of somebody in himself.
    #[error("`{party}` cannot hold a stake in itself; name another")]
    SelfHeld {
        /// Who.
        party: String,
    },
    /// An id that is missing or taken.
    #[error("a {what} `{id}` is there already or has no id; choose another id")]
    IdTaken {
        /// Link or service.
        what: &'static str,
        /// The id.
        id: String,
    },
    /// Two ends that are one.
    #[error("{what} `{id}` leads from `{end}` to itself; give two different ends")]
    Loop {
        /// Link or service.
        what: &'static str,
        /// Its id.
        id: String,
        /// The end.
        end: String,
    },
    /// A name that no place has, or several have.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A name that nothing of its kind has.
    #[error("`{name}` is no known {what}{}", did_you_mean(nearest.as_ref()))]
    Unknown {
        /// Line or operator.
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A line of another mode.
    #[error("mode `{mode}` does not fit line `{line}`")]
    LineMode {
        /// The mode.
        mode: Mode,
        /// Id of the line.
        line: Name,
    },
    /// A line of another country.
    #[error(
        "line `{line}` lies in {recorded}, not in {country}; name another line, or none for the \
         country's own"
    )]
    LineAbroad {
        /// The country of the link.
        country: Country,
        /// Id of the line.
        line: Name,
        /// The country of the line.
        recorded: Country,
    },
    /// A crossing of another mode.
    #[error("mode `{mode}` does not fit `{crossing}`, which is {recorded}")]
    CrossingMode {
        /// The mode.
        mode: Mode,
        /// Code of the crossing.
        crossing: String,
        /// Its mode.
        recorded: Mode,
    },
    /// A link that leaves its country.
    #[error("link in {country} ends at `{end}`, which lies elsewhere; cut it at a border crossing")]
    EndAbroad {
        /// The country.
        country: Country,
        /// The end.
        end: String,
    },
    /// A link or service shorter than can be.
    #[error(
        "length {length_km} km is shorter than the great circle of {circle_km:.1} km; correct it{}",
        thousands(&length_km.to_string(), &circle_km.to_string())
    )]
    TooShort {
        /// Its length.
        length_km: f64,
        /// The great circle.
        circle_km: f64,
    },
    /// A railway without a gauge, or a road with one.
    #[error(
        "mode `{mode}` {}",
        if *needed {
            "needs a gauge; add `gauges = [1520]`"
        } else {
            "has no gauge; remove `gauges`"
        }
    )]
    Gauges {
        /// The mode.
        mode: Mode,
        /// Whether it needs one.
        needed: bool,
    },
    /// A link at sea.
    #[error("mode `{mode}` is no link's; add a service instead")]
    NoLink {
        /// The mode.
        mode: Mode,
    },
    /// A number that is no gauge.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// A service for another conveyance.
    #[error("a {kind} does not take goods in `{conveyance}`; correct `kind` or `conveyance`")]
    ServiceConveyance {
        /// Its kind.
        kind: ServiceKind,
        /// The conveyance.
        conveyance: Conveyance,
    },
    /// A place without a berth or terminal for the service.
    #[error("a {kind} cannot call at `{place}`; name another place")]
    NoBerth {
        /// Its kind.
        kind: ServiceKind,
        /// Code of the place.
        place: Name,
    },
    /// Departures that cannot be.
    #[error("`{per_week}` departures per week cannot be; give a number above 0 up to 1000")]
    Departures {
        /// How many.
        per_week: f64,
    },
    /// A service without a wait.
    #[error("service `{service}` states neither a wait nor departures; add `departures_per_week`")]
    NoWait {
        /// Its id.
        service: String,
    },
    /// A number that is no possible amount.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}
