//! The JSON Schema of the spec language, for editors.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::node::Node;
use crate::raw::{MethodSpec, Ordered, SharedSpec, SystemSpec};

/// The text of `spec/schema.json`: a method; or, for `_types.yaml` and `_system.yaml`, a part under `$defs`.
#[must_use]
pub fn schema() -> String {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<SharedSpec>();
    generator.subschema_for::<SystemSpec>();
    let schema = generator.into_root_schema_for::<MethodSpec>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

impl<T: JsonSchema> JsonSchema for Ordered<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Ordered{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<T>() })
    }
}

impl JsonSchema for Node {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Any".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(true)
    }
}
