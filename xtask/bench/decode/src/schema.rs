//! The same types, made by typify from a JSON Schema while this is compiled.
#![allow(dead_code, clippy::all)]

typify::import_types!("src/schema.json");
