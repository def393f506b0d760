//! Schemas of words, codes and documents that are written elsewhere.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::version::{VERSION, Version};
use crate::network::Mode;
use crate::planner::Reason;

/// What the schema of a word or code is.
macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident => $schema:tt;)+) => {$(
        $(#[$doc])*
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )+};
}

forms! {
    Day => { "type": "string", "format": "date" };
    CountryCode => { "type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166-1 alpha-2" };
    WithoutWord => {
        "type": "string",
        "pattern": "^([A-Z]{2}|rail|road|sea|inland_waterway)$",
        "description": "a country whose territory is kept out of, or a mode"
    };
    Fraction => {
        "type": "string",
        "pattern": "^[0-9]+/[0-9]+$",
        "description": "an exact fraction of the whole, such as 1/6"
    };
    Unit => { "type": "string", "enum": ["20ft", "40ft", "trailer", "wagon"] };
    Least => { "type": "string", "enum": ["distance", "direct", "time", "cost", "emissions"] };
    ModeWord => { "type": "string", "enum": Mode::ALL };
    Kind => { "type": "string", "enum": ["input", "engine", "defect"] };
    EffectWord => { "type": "string", "enum": ["free", "costs", "decides", "nothing"] };
    AmongWord => { "type": "string", "enum": ["imputations", "preimputations"] };
    DivisionWord => {
        "type": "string",
        "enum": ["equity", "kilometres", "shapley", "as_charged", "parity"]
    };
    Amount => {
        "type": "object",
        "description": "An amount or a difference, with its unit in its name.",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            "distance_metres": { "type": "integer" },
            "duration_minutes": { "type": "integer" },
            "cost_cents": { "type": "integer" },
            "emissions_grams": { "type": "integer" },
            "units": { "type": "integer" }
        },
        "additionalProperties": false
    };
    ReasonCode => { "type": "string", "enum": Reason::CODES };
    PolicyForm => {
        "type": "object",
        "description": "A policy as it is written in TOML: `schema`, `name` and a list `rule`.",
        "required": ["schema"],
        "properties": {
            "schema": { "const": 1 },
            "name": { "type": "string" },
            "date": { "type": "string", "format": "date" },
            "note": { "type": "string" },
            "source": { "type": "string" },
            "rule": { "type": "array", "items": { "type": "object" }, "maxItems": 1000 }
        },
        "additionalProperties": false
    };
    ScenarioForm => {
        "type": "object",
        "description": "A scenario as it is written in TOML: `schema`, `date` and a list `change`.",
        "required": ["schema", "date"],
        "properties": {
            "schema": { "const": 1 },
            "name": { "type": "string" },
            "date": { "type": "string", "format": "date" },
            "note": { "type": "string" },
            "source": { "type": "string" },
            "change": { "type": "array", "items": { "type": "object" }, "maxItems": 10000 }
        },
        "additionalProperties": false
    };
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": VERSION })
    }
}

/// What amounts are over the draws.
pub(super) struct SpreadOfAmounts;

impl JsonSchema for SpreadOfAmounts {
    fn schema_name() -> Cow<'static, str> {
        "SpreadOfAmounts".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let amount = generator.subschema_for::<Amount>();
        json_schema!({
            "type": "object",
            "description": "What 5 %, half and 95 % of the draws do not exceed, and the mean.",
            "required": ["low", "median", "high", "mean"],
            "properties": { "low": amount, "median": amount, "high": amount, "mean": amount },
            "additionalProperties": false
        })
    }
}
