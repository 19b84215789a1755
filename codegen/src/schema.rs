//! The JSON Schema of the spec language, for editors.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::json::Json;
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};

/// The text of `spec/schema.json`: a method; or, for `_types.yaml` and `_system.yaml`, a part under `$defs`.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(strict));
    let mut generator = settings.into_generator();
    generator.subschema_for::<SharedSpec>();
    generator.subschema_for::<SystemSpec>();
    let schema = generator.into_root_schema_for::<MethodSpec>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// No key is unknown. What may be left out may still not be null: a key that is there has a value.
fn strict(schema: &mut Schema) {
    if schema.get("properties").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(forms)) = schema.get_mut("anyOf") {
        forms.retain(|form| form["type"] != "null");
        if let [Value::Object(only)] = forms.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            schema.ensure_object().extend(only);
        }
    }
}

impl JsonSchema for Json {
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
