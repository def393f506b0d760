//! What the schemas are made of; what is made stands in `schemas`, and a test compares the two.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::answer::AnswerDocument;
use super::depends::DependsDocument;
use super::flows::FlowsDocument;
use super::gains::GainsDocument;
use super::game::GameDocument;
use super::money::MoneyDocument;
use super::projects::ProjectsDocument;
use super::request::RequestDocument;
use super::schemas::Schema;
use super::settlement::SettlementDocument;
use super::spoil::SpoilDocument;
use super::sure::SureDocument;
use super::toll::TollDocument;
use super::why_not::WhyNotDocument;

impl Schema {
    /// The schema, made anew from the types of this crate.
    #[must_use]
    pub fn made(self) -> Value {
        let mut schema = self.derived();
        without_links(&mut schema);
        schema
    }

    fn derived(self) -> Value {
        match self {
            Self::Request => {
                let settings = SchemaSettings::draft2020_12();
                let schema = settings
                    .into_generator()
                    .into_root_schema_for::<RequestDocument>();
                schema.to_value()
            }
            Self::Answer => {
                let mut schema = written::<AnswerDocument>();
                // Its fields stand beside those of what came of the question.
                schema["unevaluatedProperties"] = Value::Bool(false);
                schema
            }
            Self::WhyNot => written::<WhyNotDocument>(),
            Self::Settlement => written::<SettlementDocument>(),
            Self::Sure => written::<SureDocument>(),
            Self::Money => written::<MoneyDocument>(),
            Self::Gains => written::<GainsDocument>(),
            Self::Depends => written::<DependsDocument>(),
            Self::Spoil => written::<SpoilDocument>(),
            Self::Toll => written::<TollDocument>(),
            Self::Game => written::<GameDocument>(),
            Self::Flows => written::<FlowsDocument>(),
            Self::Projects => written::<ProjectsDocument>(),
        }
    }
}

/// The schema of what is written.
fn written<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// Descriptions are documentation comments; links in them lead to pages of this crate.
fn without_links(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get_mut("description") {
                *text = text.replace("[`", "`").replace("`]", "`");
                while let Some((before, link)) = text.split_once("`(")
                    && let Some((_, after)) = link.split_once(')')
                {
                    *text = format!("{before}`{after}");
                }
            }
            fields.values_mut().for_each(without_links);
        }
        Value::Array(items) => items.iter_mut().for_each(without_links),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
