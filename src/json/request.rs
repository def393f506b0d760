use jiff::civil::Date;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::choice::Choice;
use super::fault::DocumentError;
use super::fields::FIELDS;
use super::reading::{Fields, parse};
use super::version::Version;
use super::without::Without;
use crate::code::Country;
use crate::costing::{LoadUnit, Shipment, ShipmentError};
use crate::metric::Objective;
use crate::network::{Network, day_or_none};
use crate::planner::{Error, Question, Request};
use crate::policy::{Policy, PolicyError, Rule, Subject};
use crate::quantity::Mass;
use crate::scenario::{Scenario, ScenarioError};

/// What an answer has beside the figures of its route.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Include {
    /// Its lines as GeoJSON: `geojson`.
    Geojson,
    /// Its saved form, which this crate can check again: `saved_route`.
    SavedRoute,
}

/// One question: two places, and whatever differs from the defaults.
///
/// A field that is missing or null stands for its default; any other field is refused. A program can make one by
/// [`RequestDocument::new`] and set the fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Request", deny_unknown_fields))]
#[non_exhaustive]
pub struct RequestDocument {
    /// Version of the form, 1.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub version: Version,
    /// The caller's own mark; the answer has it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where it starts: a code, name or alias of a place.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// The day on which things are open, valid and owned; that of the scenario, or else that of the tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Day>"))]
    pub on: Option<Date>,
    /// What is changed: the name of a preset, or a scenario as an object; nothing unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<Choice<super::forms::ScenarioForm>>")
    )]
    pub scenario: Option<Choice<Scenario>>,
    /// The rules: the name of a preset, or a policy as an object; none unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<Choice<super::forms::PolicyForm>>")
    )]
    pub policy: Option<Choice<Policy>>,
    /// Countries whose territory is kept out of, and modes that are not taken, beside the policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<super::forms::WithoutWord>")
    )]
    pub without: Vec<Without>,
    /// Nothing is bought of consortia with a member from one of these countries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<super::forms::CountryCode>")
    )]
    pub no_member_from: Vec<Country>,
    /// What the route uses at least once each, such as `operator:ADY`; see [`Subject::find`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub must_use: Vec<String>,
    /// Places that the route comes by, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub via: Vec<String>,
    /// Consortia by id: the route goes by what they and their members do for them only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub only_by: Vec<String>,
    /// Least of what: `distance`, `direct`, `time`, `cost` or `emissions`; cost unless given.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "word")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Least>"))]
    pub least: Option<Objective>,
    /// What the goods are packed in; a 40 ft container unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Unit>"))]
    pub unit: Option<LoadUnit>,
    /// How many units, 1 to 100,000; one unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100_000)))]
    pub count: Option<u32>,
    /// Tonnes of goods in one unit; 20 unless given.
    #[serde(
        rename = "mass_tonnes",
        skip_serializing_if = "Option::is_none",
        serialize_with = "tonnes"
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<f64>", range(min = 0, max = 75))
    )]
    pub mass: Option<Mass>,
    /// Where trucks are registered; in Türkiye unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub plate: Option<Country>,
    /// What the answer has beside the figures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub include: Vec<Include>,
}

#[allow(clippy::ref_option, reason = "serde asks for it")]
fn word<S: Serializer>(least: &Option<Objective>, to: S) -> Result<S::Ok, S::Error> {
    match least {
        Some(objective) => to.serialize_str(least_word(objective)),
        None => to.serialize_none(),
    }
}

#[allow(clippy::ref_option, reason = "serde asks for it")]
fn tonnes<S: Serializer>(mass: &Option<Mass>, to: S) -> Result<S::Ok, S::Error> {
    match mass {
        Some(mass) => to.serialize_f64(mass.as_tonnes()),
        None => to.serialize_none(),
    }
}

/// The word for an objective in requests and answers.
pub(super) const fn least_word(objective: &Objective) -> &'static str {
    match objective {
        Objective::Distance => "distance",
        Objective::Direct { .. } => "direct",
        Objective::Time => "time",
        Objective::Cost => "cost",
        Objective::Emissions => "emissions",
        Objective::Generalised(_) => "generalised",
        Objective::Custom(_) => "custom",
    }
}

#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Day(#[serde(deserialize_with = "day_or_none")] Option<Date>);

impl RequestDocument {
    /// The names of its fields, in the order in which they are written; `version` is the first.
    pub const FIELDS: &'static [&'static str] = FIELDS;

    /// The bytes of the longest text that is read.
    pub const LONGEST_TEXT: usize = Policy::LONGEST_TEXT;

    /// A question from a place to another, everything else as usual.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            version: Version,
            id: None,
            from: from.into(),
            to: to.into(),
            on: None,
            scenario: None,
            policy: None,
            without: Vec::new(),
            no_member_from: Vec::new(),
            must_use: Vec::new(),
            via: Vec::new(),
            only_by: Vec::new(),
            least: None,
            unit: None,
            count: None,
            mass: None,
            plate: None,
            include: Vec::new(),
        }
    }

    /// Reads a question.
    ///
    /// # Errors
    /// A text that is no JSON object of this version; else everything that is wrong with its fields: unknown ones
    /// with the nearest name, values of another form, unknown presets, goods that cannot be shipped.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::from_value(parse(text, Self::LONGEST_TEXT)?)
    }

    /// The same for a value that was read already.
    ///
    /// # Errors
    /// As [`RequestDocument::from_json`].
    pub fn from_value(value: Value) -> Result<Self, DocumentError> {
        let mut fields = Fields::of(value)?;
        let id = fields.take("id");
        let (from, to) = (fields.need("from"), fields.need("to"));
        let least: Option<String> = fields.take("least");
        let mass: Option<f64> = fields.take("mass_tonnes");
        let mut read = Self {
            id,
            on: fields.take::<Day>("on").and_then(|day| day.0),
            scenario: chosen(&mut fields, "scenario"),
            policy: chosen(&mut fields, "policy"),
            without: fields.take("without").unwrap_or_default(),
            no_member_from: fields.take("no_member_from").unwrap_or_default(),
            must_use: fields.take("must_use").unwrap_or_default(),
            via: fields.take("via").unwrap_or_default(),
            only_by: fields.take("only_by").unwrap_or_default(),
            unit: fields.take("unit"),
            count: fields.take("count"),
            plate: fields.take("plate"),
            include: fields.take("include").unwrap_or_default(),
            ..Self::new("", "")
        };
        read.least = least.and_then(|word| fields.note("least", word.parse()));
        read.mass = mass.and_then(|mass| fields.note("mass_tonnes", Mass::from_tonnes(mass)));
        if let Some(scenario) = &read.scenario {
            fields.note("scenario", scenario_of(scenario));
        }
        if let Some(policy) = &read.policy {
            fields.note("policy", policy_of(policy));
        }
        let fault = read.shipment().err();
        if let Some(error) = fault {
            let field = match error {
                ShipmentError::NoUnits | ShipmentError::TooMany { .. } => "count",
                ShipmentError::Overloaded { .. } | ShipmentError::UnknownUnit { .. } => {
                    "mass_tonnes"
                }
            };
            fields.note::<()>(field, Err(error));
        }
        fields.finish(FIELDS)?;
        if let (Some(from), Some(to)) = (from, to) {
            (read.from, read.to) = (from, to);
        }
        Ok(read)
    }

    /// What is shipped.
    ///
    /// # Errors
    /// More goods than the unit takes, no unit, too many.
    pub fn shipment(&self) -> Result<Shipment, ShipmentError> {
        let mass = self.mass.unwrap_or(Mass::from_kg(20_000));
        let shipment = Shipment::new(self.unit.unwrap_or(LoadUnit::Container40), mass)?;
        let shipment = shipment.with_count(self.count.unwrap_or(1))?;
        Ok(shipment.with_plate(self.plate.unwrap_or(Shipment::DEFAULT_PLATE)))
    }

    /// The scenario, or `usual` without one; on its own day unless `on` is given.
    ///
    /// # Errors
    /// An unknown preset.
    pub fn scenario_or(&self, usual: &Scenario) -> Result<Scenario, ScenarioError> {
        let scenario = match &self.scenario {
            None => usual.clone(),
            Some(chosen) => scenario_of(chosen)?,
        };
        Ok(match self.on {
            Some(day) => scenario.with_day(day),
            None => scenario,
        })
    }

    /// The question for a network, with the rules that stand beside its policy.
    ///
    /// # Errors
    /// An unknown preset, goods that cannot be shipped, a text of `must_use` that is no subject of the network.
    pub fn question(&self, network: &Network) -> Result<Question, Error> {
        let mut policy = match &self.policy {
            Some(chosen) => policy_of(chosen)?,
            None => Policy::open(),
        };
        for text in &self.must_use {
            policy = policy.must_use(Subject::find(text, network)?);
        }
        if !self.via.is_empty() {
            policy = policy.via(&self.via);
        }
        for consortium in &self.only_by {
            policy = policy.with(Rule::only_by(consortium));
        }
        for country in &self.no_member_from {
            policy = policy.with(Rule::no_member_from(*country));
        }
        for without in &self.without {
            policy = policy.with(without.rule());
        }
        let request = Request::new(&*self.from, &*self.to)
            .shipment(self.shipment()?)
            .policy(policy);
        let objective = self.least.clone().unwrap_or_default();
        Ok(Question::new(request, objective))
    }

    /// The name of the policy: of the preset, or its own.
    #[must_use]
    pub fn policy_name(&self) -> &str {
        match &self.policy {
            None => "open",
            Some(Choice::Preset(name)) => name,
            Some(Choice::Given(policy)) => policy.name(),
        }
    }

    /// The name of the scenario: of the preset, or its own; empty where nothing is changed.
    #[must_use]
    pub fn scenario_name(&self) -> &str {
        match &self.scenario {
            None => "",
            Some(Choice::Preset(name)) => name,
            Some(Choice::Given(scenario)) => scenario.name(),
        }
    }
}

fn scenario_of(chosen: &Choice<Scenario>) -> Result<Scenario, ScenarioError> {
    match chosen {
        Choice::Preset(name) => Scenario::preset(name),
        Choice::Given(scenario) => Ok(scenario.clone()),
    }
}

fn policy_of(chosen: &Choice<Policy>) -> Result<Policy, PolicyError> {
    match chosen {
        Choice::Preset(name) => Policy::preset(name),
        Choice::Given(policy) => Ok(policy.clone()),
    }
}

/// A preset by name or an object; said apart so that a fault of the object is its own.
fn chosen<T: serde::de::DeserializeOwned>(
    fields: &mut Fields,
    field: &'static str,
) -> Option<Choice<T>> {
    match fields.take::<Value>(field)? {
        Value::String(name) => Some(Choice::Preset(name)),
        written => fields.read(field, written).map(Choice::Given),
    }
}
