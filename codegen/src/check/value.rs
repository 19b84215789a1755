//! Values in the specs, defaults and the parameters of examples: each must have the type that the spec gives it.

mod condition;

use std::collections::BTreeMap;

use crate::Sources;
use crate::diag::Diagnostic;
use crate::model::{
    Answer, Api, Column, Example, Field, Method, ScalarKind, Shape, Type, TypeDef, TypeRef,
    field_of,
};
use crate::node::Node;
use crate::place::{File, Place};

/// Checks the default of every field.
pub(super) fn check_defaults(api: &Api, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut values = Values {
        types: api.types(),
        diagnostics,
        code: "E0402",
    };
    for folder in &api.folders {
        let root = Place::root(file(&folder.file, sources));
        values.type_defaults(&root, &folder.types);
    }
    for method in &api.methods {
        let root = Place::root(file(&method.file, sources));
        values.defaults(&root.key("params"), &method.params);
        values.defaults_inside(&root.key("result"), &method.result.ty);
        values.type_defaults(&root, &method.types);
    }
}

/// Checks the parameters of every example.
pub(super) fn check_examples(api: &Api, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut values = Values {
        types: api.types(),
        diagnostics,
        code: "E0501",
    };
    for method in &api.methods {
        let root = Place::root(file(&method.file, sources));
        let examples = root.key("examples");
        let examples_of = method.examples.iter().filter(|_| !method.params_mistaken);
        for example in examples_of {
            values.example(&examples.key(&example.name), example, method);
        }
    }
}

fn file<'a>(path: &'a str, sources: &'a Sources) -> File<'a> {
    let text = sources.get(path).map_or("", String::as_str);
    File { path, text }
}

struct Values<'a, 'd> {
    types: BTreeMap<TypeRef, &'a TypeDef>,
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
                self.field(&place.key("default"), default, field);
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
    fn example(&mut self, place: &Place<'_>, example: &Example, method: &'a Method) {
        let succeeds = matches!(example.answer, Answer::Success { .. });
        let params = place.key("params");
        let sent = match &example.params {
            None => &[],
            Some(Node::Map(entries)) => entries.as_slice(),
            Some(other) => {
                let message = format!("expected a mapping of parameters, found {}", other.kind());
                self.push(params.value_error(self.code, message));
                return;
            }
        };
        for (key, value) in sent {
            match field_of(&method.params, key) {
                Some(param) if succeeds => self.field(&params.key(key), value, param),
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
            self.push(place.key_error(self.code, message));
        }
    }

    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A value, and its limits. A pattern is matched by the test of the example.
    fn field(&mut self, place: &Place<'_>, node: &Node, field: &'a Field) {
        // A field that need not be there cannot tell whether it is null.
        if !field.required
            && !field.is_family()
            && matches!((&field.ty, node), (Type::Json, Node::Null))
        {
            self.wrong(place, "a value", node);
        }
        self.value(place, node, &field.ty);
        let limits = &field.limits;
        let length = match node {
            Node::Text(text) => Some(text.chars().count()),
            Node::List(values) => Some(values.len()),
            _ => None,
        };
        let length = length.and_then(|length| u64::try_from(length).ok());
        let number = match node {
            Node::Number(number) => number.as_f64(),
            _ => None,
        };
        let too_small = limits
            .min
            .zip(number)
            .is_some_and(|(min, value)| value < min)
            || limits
                .min_length
                .zip(length)
                .is_some_and(|(min, value)| value < min);
        let too_large = limits
            .max
            .zip(number)
            .is_some_and(|(max, value)| value > max)
            || limits
                .max_length
                .zip(length)
                .is_some_and(|(max, value)| value > max);
        if too_small || too_large {
            let message = format!("this breaks a limit of `{}`", field.wire);
            self.push(place.value_error(self.code, message));
        }
    }

    fn value(&mut self, place: &Place<'_>, node: &Node, ty: &'a Type) {
        match (ty, node) {
            (Type::Json, _) | (Type::Nullable(_), Node::Null) => {}
            (Type::Nullable(ty), _) => self.value(place, node, ty),
            (Type::List(ty), Node::List(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(&place.index(index), value, ty);
                }
            }
            (Type::Map(ty), Node::Map(entries)) => {
                for (key, value) in entries {
                    self.value(&place.key(key), value, ty);
                }
            }
            (Type::Inline(shape), _) => self.shape(place, node, shape, None),
            (Type::Named(name), _) => {
                if let Some(def) = self.types.get(name).copied() {
                    self.shape(place, node, &def.shape, Some(&def.name));
                }
            }
            (Type::Pagination, Node::Map(entries)) => {
                for (key, value) in entries {
                    let place = place.key(key);
                    if !["page", "limit", "offset"].contains(&key.as_str()) {
                        let message = format!("there is no field `{key}`");
                        self.push(place.key_error(self.code, message));
                    }
                    self.value(&place, value, &Type::Integer);
                }
            }
            (Type::Order, Node::Map(entries)) => {
                for (key, value) in entries {
                    self.direction(&place.key(key), value);
                }
            }
            (Type::File, Node::List(values)) if matches!(values.as_slice(), [Node::Text(_), Node::Text(content)] if is_base64(content)) =>
                {}
            (Type::Base64, Node::Text(text)) if is_base64(text) && !text.is_empty() => {}
            (Type::Flag, Node::Text(text)) if text == "Y" || text == "N" => {}
            (Type::DateTime | Type::Date, Node::Text(text))
                if text.starts_with(|first: char| first.is_ascii_digit()) => {}
            (Type::String, Node::Text(_))
            | (Type::Double, Node::Number(_))
            | (Type::Boolean, Node::Bool(_))
            | (Type::Null, Node::Null)
            | (Type::Scalar, Node::Text(_) | Node::Number(_) | Node::Bool(_)) => {}
            (Type::Integer, Node::Number(number)) if number.is_i64() => {}
            (ty, node) => self.wrong(place, words(ty), node),
        }
    }

    fn shape(&mut self, place: &Place<'_>, node: &Node, shape: &'a Shape, name: Option<&str>) {
        let called =
            |kind: &str| name.map_or_else(|| kind.to_owned(), |name| format!("a `{name}`"));
        match (shape, node) {
            (Shape::Mistaken, _) => {}
            (Shape::Union(members), node) => match self.member(members, node) {
                Some(member) => self.value(place, node, member),
                None => self.wrong(place, "a member of the union", node),
            },
            (Shape::Object(fields), Node::Map(entries)) => self.object(place, entries, fields),
            (Shape::Object(_), _) => self.wrong(place, &called("a mapping"), node),
            (Shape::Id(ScalarKind::String), Node::Text(text)) if !text.is_empty() => {}
            (Shape::Id(ScalarKind::Integer), Node::Number(number)) if number.is_i64() => {}
            (Shape::Id(_), _) => self.wrong(place, &called("an identifier"), node),
            (Shape::Strings(values), Node::Text(text))
                if values.iter().any(|value| value.wire == *text) => {}
            (Shape::Strings(values), _) => {
                let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
                self.no_value(place, &called("one of its `values`"), node, &values);
            }
            (Shape::Integers(values), Node::Number(number))
                if values
                    .iter()
                    .any(|(value, _)| Some(*value) == number.as_i64()) => {}
            (Shape::Integers(values), _) => {
                let values: Vec<&str> = values
                    .iter()
                    .map(|(_, value)| value.wire.as_str())
                    .collect();
                self.no_value(place, &called("one of its `values`"), node, &values);
            }
            (Shape::Select(select), Node::Text(text)) => {
                let known = select.columns.iter().any(|column| column.has(text));
                if !known && select.all.as_ref() != Some(text) {
                    let mut names = wires(&select.columns);
                    names.extend(select.all.as_deref());
                    self.known_column(place, text, &names);
                }
            }
            (Shape::Select(_), _) => self.wrong(place, "the name of a field", node),
            (Shape::Filter(filter), Node::List(conditions)) if filter.triples => {
                self.triples(place, conditions, filter);
            }
            (Shape::Filter(filter), Node::Map(entries)) if !filter.triples => {
                self.filter(place, entries, filter);
            }
            (Shape::Filter(filter), _) if filter.triples => {
                self.wrong(place, "a list of conditions", node)
            }
            (Shape::Filter(_), _) => self.wrong(place, "a mapping of conditions", node),
            (Shape::Order(order), Node::Map(entries)) => {
                for (key, value) in entries {
                    let place = place.key(key);
                    if !order.columns.iter().any(|column| column.has(key)) {
                        self.known_column(&place, key, &wires(&order.columns));
                    }
                    self.direction(&place, value);
                }
            }
            (Shape::Order(_), _) => self.wrong(place, "a mapping of fields to directions", node),
        }
    }

    fn direction(&mut self, place: &Place<'_>, node: &Node) {
        let direction =
            |text: &String| text.eq_ignore_ascii_case("ASC") || text.eq_ignore_ascii_case("DESC");
        if !matches!(node, Node::Text(text) if direction(text)) {
            self.wrong(place, "`ASC` or `DESC`", node);
        }
    }

    fn member(&self, members: &'a [Type], node: &Node) -> Option<&'a Type> {
        let kind = node.json_kind();
        let named = |name: &TypeRef| self.types.get(name)?.shape.kind();
        let mut members = members.iter();
        members.find(|member| kind.is_some() && member.kind(&named) == kind)
    }

    fn object(&mut self, place: &Place<'_>, entries: &[(String, Node)], fields: &'a [Field]) {
        for (key, value) in entries {
            match field_of(fields, key) {
                Some(field) => self.field(&place.key(key), value, field),
                None => {
                    let error = place
                        .key(key)
                        .key_error(self.code, format!("there is no field `{key}`"));
                    let known = fields.iter().map(|field| field.wire.as_str());
                    self.push(error.suggest(key, known));
                }
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !entries.iter().any(|(key, _)| *key == field.wire) {
                let message = format!("the required field `{}` is missing", field.wire);
                self.push(place.key_error(self.code, message));
            }
        }
    }

    fn no_value(&mut self, place: &Place<'_>, expected: &str, node: &Node, values: &[&str]) {
        let error = self.mismatch(place, expected, node);
        self.push(match node {
            Node::Text(text) => error.suggest(text, values.iter().copied()),
            _ => error,
        });
    }

    fn wrong(&mut self, place: &Place<'_>, expected: &str, found: &Node) {
        let error = self.mismatch(place, expected, found);
        self.push(error);
    }

    fn mismatch(&self, place: &Place<'_>, expected: &str, found: &Node) -> Diagnostic {
        let message = if self.code == "E0402" {
            format!("the default does not fit the type: expected {expected}")
        } else {
            format!("expected {expected}, found {}", found.kind())
        };
        place.value_error(self.code, message)
    }
}

fn wires(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| column.wire.as_str()).collect()
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
        Type::DateTime | Type::Date => "a date as text",
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
