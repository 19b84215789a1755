//! Values in the specs, defaults and the parameters of examples: each must have the type that the spec gives it.

mod answer;
mod condition;
mod sent;

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Answer, Api, Example, Field, Method, Shape, Type, TypeDef, TypeRef, field_of};
use crate::place::{Files, Place};

/// Checks the default of every field.
pub(super) fn check_defaults(api: &Api, files: &Files<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut values = Values {
        types: api.types(),
        files,
        diagnostics,
        code: "E0402",
    };
    for folder in &api.folders {
        let root = files.root(&folder.file);
        values.type_defaults(&root, &folder.types);
    }
    for method in &api.methods {
        let root = files.root(&method.file);
        values.defaults(&root.key("params"), &method.params);
        values.defaults_inside(&root.key("result"), &method.result.ty);
        values.type_defaults(&root, &method.types);
    }
}

/// Checks the parameters of every example, and the results.
pub(super) fn check_examples(api: &Api, files: &Files<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut values = Values {
        types: api.types(),
        files,
        diagnostics,
        code: "E0501",
    };
    for method in &api.methods {
        let root = files.root(&method.file);
        let examples = root.key("examples");
        for example in &method.examples {
            let place = examples.key(&example.name);
            if !method.params_mistaken {
                values.example(&place, example, method, &root.key("params"));
            }
            values.result(&place, example, method, &root.key("result"));
        }
    }
}

struct Values<'a, 'd> {
    types: BTreeMap<TypeRef, &'a TypeDef>,
    files: &'d Files<'d>,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// Of every mistake that is found.
    code: &'static str,
}

impl<'a> Values<'a, '_> {
    fn type_defaults(&mut self, root: &Place<'_>, types: &'a [TypeDef]) {
        let place = root.key("types");
        for def in types {
            if let Shape::Object(fields) = &def.shape {
                self.defaults(&place.key(&def.name).key("fields"), fields);
            }
        }
    }

    fn defaults(&mut self, place: &Place<'_>, fields: &'a [Field]) {
        for field in fields {
            let place = place.key(&field.wire);
            if let Some(default) = field.default.as_ref().filter(|_| !field.required) {
                self.field(&place.key("default"), default, field, &place);
            }
            self.defaults_inside(&place, &field.ty);
        }
    }

    fn defaults_inside(&mut self, place: &Place<'_>, ty: &'a Type) {
        match ty {
            Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => self.defaults_inside(place, ty),
            Type::Inline(shape) => match &**shape {
                Shape::Object(fields) => self.defaults(&place.key("fields"), fields),
                Shape::Union(members) => {
                    for member in members {
                        self.defaults_inside(place, member);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// What leads to an error need not be right: only its parameters must be known.
    fn example(
        &mut self,
        place: &Place<'_>,
        example: &Example,
        method: &'a Method,
        decl: &Place<'_>,
    ) {
        let succeeds = matches!(example.answer, Answer::Success { .. });
        let params = place.key("params");
        let sent = match &example.params {
            None => &[],
            Some(Json::Map(entries)) => entries.as_slice(),
            Some(other) => {
                let message = format!("expected a mapping of parameters, found {}", other.kind());
                let error = params.value_error(self.code, message);
                self.push(error.help("write them by their names: `{ id: 1 }`"));
                return;
            }
        };
        for (key, value) in sent {
            match field_of(&method.params, key) {
                Some(param) if succeeds => {
                    self.field(&params.key(key), value, param, &decl.key(&param.wire));
                }
                Some(_) => {}
                None => {
                    let message = format!("the method has no parameter `{key}`");
                    let error = params.key(key).key_error(self.code, message);
                    let known = method.params.iter().map(|param| param.wire.as_str());
                    self.push(error.suggest(key, known));
                }
            }
        }
        let missing = |param: &&Field| {
            succeeds && param.required && !sent.iter().any(|(key, _)| *key == param.wire)
        };
        for param in method.params.iter().filter(missing) {
            let message = format!("the required parameter `{}` is not sent", param.wire);
            let error = place.key_error(self.code, message);
            let required = decl.key(&param.wire).key("required").at_key();
            self.push(error.also(required, "required here").help("send it"));
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn no_value(
        &mut self,
        place: &Place<'_>,
        expected: &str,
        node: &Json,
        values: &[&str],
        decl: &Place<'_>,
    ) {
        let error = self.mismatch(place, expected, node, decl);
        self.push(match node {
            Json::Text(text) => error.suggest(text, values.iter().copied()),
            _ => error,
        });
    }

    fn wrong(&mut self, place: &Place<'_>, expected: &str, found: &Json, decl: &Place<'_>) {
        let error = self.mismatch(place, expected, found, decl);
        self.push(error);
    }

    fn unknown_field(&mut self, place: &Place<'_>, key: &str, fields: &[Field]) {
        let error = place.key_error(self.code, format!("there is no field `{key}`"));
        self.push(error.suggest(key, fields.iter().map(|field| field.wire.as_str())));
    }

    fn missing_field(&mut self, place: &Place<'_>, wire: &str, decl: &Place<'_>) {
        let error = place.key_error(self.code, format!("the required field `{wire}` is missing"));
        let field = decl.key("fields").key(wire).key("required").at_key();
        let error = error.also(field.or_else(|| decl.at_key()), "required here");
        self.push(error.help(if self.code == "E0504" {
            "add it, or do not promise it: remove `required`"
        } else {
            "add it"
        }));
    }

    fn mismatch(
        &self,
        place: &Place<'_>,
        expected: &str,
        found: &Json,
        decl: &Place<'_>,
    ) -> Diagnostic {
        let message = if self.code == "E0402" {
            format!("the default does not fit the type: expected {expected}")
        } else {
            format!("expected {expected}, found {}", found.kind())
        };
        let error = place.value_error(self.code, message);
        let error = error.also(decl.declared(), "declared here");
        error.help(match (found, expected) {
            (Json::Null, _) if self.code == "E0504" => {
                "what may be null is not `required`, or has the type `T | null`"
            }
            (Json::Number(_) | Json::Bool(_), "text") => "put it in quotes",
            (Json::Text(_), "an integer" | "a number") => "write digits, without quotes",
            (Json::Text(_), "`true` or `false`") => "write it without quotes",
            _ => "correct the value, or what is said of it",
        })
    }
}

fn is_base64(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
}

fn words(ty: &Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Integer => "an integer",
        Type::Double => "a number",
        Type::Boolean => "`true` or `false`",
        Type::Flag => "`\"Y\"` or `\"N\"`",
        Type::DateTime | Type::Date => "a date such as `2025-03-20`",
        Type::Scalar => "text, a number or a boolean",
        Type::File => "a list of a name and base64",
        Type::Base64 => "base64",
        Type::Order => "a mapping of fields to `ASC` or `DESC`",
        Type::Pagination => "a mapping",
        Type::Null => "nothing",
        Type::List(_) => "a list",
        Type::Map(_) => "a mapping",
        Type::Nullable(ty) => words(ty),
        Type::Json | Type::Named(_) | Type::Inline(_) => "another value",
    }
}
