//! The JSON Schema of the spec language, for editors.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::json::Json;
use crate::raw::{MethodSpec, SharedSpec, SystemSpec};

/// The text of `spec/schema.json`: a method; or, for every file whose name begins with `_`, a part under `$defs`.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(strict));
    let mut generator = settings.into_generator();
    generator.subschema_for::<SharedSpec>();
    generator.subschema_for::<SystemSpec>();
    let mut schema = generator.root_schema_for::<MethodSpec>();
    with_templates(schema.ensure_object());
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// A method that names a template, and the template, have the keys of a method, and together all that it cannot do
/// without. What stands under the keys is checked when they are put together.
fn with_templates(root: &mut serde_json::Map<String, Value>) {
    let kept = ["$schema", "$defs"];
    let keys = root.keys().filter(|key| !kept.contains(&key.as_str()));
    let keys: Vec<String> = keys.cloned().collect();
    let method: serde_json::Map<_, _> = keys
        .into_iter()
        .filter_map(|key| root.remove_entry(&key))
        .collect();
    let properties = method.get("properties").and_then(Value::as_object);
    let part = |of_template: bool, doc: &str| {
        let is_own = |key: &str| matches!(key, "method" | "template" | "with");
        let keys = properties.into_iter().flatten();
        let keys = keys.filter(|(key, _)| !(of_template && is_own(key)));
        let loose = keys.map(|(key, schema)| match is_own(key) {
            true => (key.clone(), schema.clone()),
            false => (key.clone(), json!({ "description": schema["description"] })),
        });
        let properties: serde_json::Map<_, _> = loose.collect();
        let required: &[&str] = if of_template {
            &[]
        } else {
            &["method", TEMPLATE]
        };
        json!({
            "description": doc,
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    };
    let made = part(
        false,
        "A method that is made of a template: the words, and what it says itself.",
    );
    let template = part(
        true,
        "What several methods have in common: `spec/crm/_userfield.add.yaml`.",
    );
    if let Some(Value::Object(defs)) = root.get_mut("$defs") {
        defs.insert("MadeSpec".to_owned(), made);
        defs.insert("TemplateSpec".to_owned(), template);
        defs.insert("MethodSpec".to_owned(), Value::Object(method));
    }
    root.insert("if".to_owned(), json!({ "required": [TEMPLATE] }));
    root.insert("then".to_owned(), json!({ "$ref": "#/$defs/MadeSpec" }));
    root.insert("else".to_owned(), json!({ "$ref": "#/$defs/MethodSpec" }));
}

/// The key that names a template.
const TEMPLATE: &str = "template";

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
