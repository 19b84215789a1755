//! Values that are sent: each must be exactly what its type says.

use super::{Values, is_base64, words};
use crate::json::Json;
use crate::model::{Column, Field, Kind, ScalarKind, Shape, Type, TypeRef, field_of};
use crate::place::Place;

/// `decl` is where the field is declared, or the type with a name that the value has.
impl<'a> Values<'a, '_> {
    /// A value, and its limits. A pattern is matched by the test of the example.
    pub(super) fn field(
        &mut self,
        place: &Place<'_>,
        node: &Json,
        field: &'a Field,
        decl: &Place<'_>,
    ) {
        // A field that need not be there cannot tell whether it is null.
        if !field.required
            && !field.is_family()
            && matches!((&field.ty, node), (Type::Json, Json::Null))
        {
            self.wrong(place, "a value", node, decl);
        }
        self.value(place, node, &field.ty, decl);
        let limits = &field.limits;
        let length = match node {
            Json::Text(text) => Some(text.chars().count()),
            Json::List(values) => Some(values.len()),
            _ => None,
        };
        let length = length.and_then(|length| u64::try_from(length).ok());
        let number = match node {
            Json::Number(number) => number.as_f64(),
            _ => None,
        };
        let below = |least: Option<f64>, value: Option<f64>| {
            least.zip(value).is_some_and(|(least, value)| value < least)
        };
        let (length, exact) = (length.map(|length| length as f64), |limit: Option<u64>| {
            limit.map(|limit| limit as f64)
        });
        let broken = [
            ("min", below(limits.min, number)),
            ("max", below(number, limits.max)),
            ("min_length", below(exact(limits.min_length), length)),
            ("max_length", below(length, exact(limits.max_length))),
        ];
        if let Some((key, _)) = broken.into_iter().find(|(_, broken)| *broken) {
            let message = format!("this breaks a limit of `{}`", field.wire);
            let error = place.value_error(self.code, message);
            let error = error.also(decl.key(key).at_value(), "the limit");
            self.push(error.help("keep it, or correct it"));
        }
    }

    pub(super) fn value(&mut self, place: &Place<'_>, node: &Json, ty: &'a Type, decl: &Place<'_>) {
        match (ty, node) {
            (Type::Json, _) | (Type::Nullable(_), Json::Null) => {}
            (Type::Nullable(ty), _) => self.value(place, node, ty, decl),
            (Type::List(ty), Json::List(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(&place.index(index), value, ty, decl);
                }
            }
            (Type::Map(ty), Json::Map(entries)) => {
                for (key, value) in entries {
                    self.value(&place.key(key), value, ty, decl);
                }
            }
            (Type::Inline(shape), _) => self.shape(place, node, shape, None, decl),
            (Type::Named(name), _) => {
                if let Some(def) = self.types.get(name).copied() {
                    let path = name.file();
                    let root = self.files.root(&path);
                    let types = root.key("types");
                    let decl = types.key(&def.name);
                    self.shape(place, node, &def.shape, Some(&def.name), &decl);
                }
            }
            (Type::Pagination, Json::Map(entries)) => {
                for (key, value) in entries {
                    let place = place.key(key);
                    if !["page", "limit", "offset"].contains(&key.as_str()) {
                        let error =
                            place.key_error(self.code, format!("there is no field `{key}`"));
                        self.push(error.suggest(key, ["page", "limit", "offset"]));
                    }
                    self.value(&place, value, &Type::Integer, decl);
                }
            }
            (Type::Order, Json::Map(entries)) => {
                for (key, value) in entries {
                    self.direction(&place.key(key), value, decl);
                }
            }
            (Type::File, Json::List(values)) if matches!(values.as_slice(), [Json::Text(_), Json::Text(content)] if is_base64(content)) =>
                {}
            (Type::Base64, Json::Text(text)) if is_base64(text) && !text.is_empty() => {}
            (Type::Flag, Json::Text(text)) if text == "Y" || text == "N" => {}
            (Type::DateTime | Type::Date, Json::Text(text))
                if text.starts_with(|first: char| first.is_ascii_digit()) => {}
            (Type::String, Json::Text(_))
            | (Type::Double, Json::Number(_))
            | (Type::Boolean, Json::Bool(_))
            | (Type::Null, Json::Null)
            | (Type::Scalar, Json::Text(_) | Json::Number(_) | Json::Bool(_)) => {}
            (Type::Integer, Json::Number(number)) if number.is_i64() => {}
            (ty, node) => self.wrong(place, words(ty), node, decl),
        }
    }

    fn shape(
        &mut self,
        place: &Place<'_>,
        node: &Json,
        shape: &'a Shape,
        name: Option<&str>,
        decl: &Place<'_>,
    ) {
        let called =
            |kind: &str| name.map_or_else(|| kind.to_owned(), |name| format!("a `{name}`"));
        match (shape, node) {
            (Shape::Mistaken, _) => {}
            (Shape::Union(members), node) => match self.member(members, node) {
                Some(member) => self.value(place, node, member, decl),
                None => self.wrong(place, "a member of the union", node, decl),
            },
            (Shape::Object(fields), Json::Map(entries)) => {
                self.object(place, entries, fields, decl)
            }
            (Shape::Object(_), _) => self.wrong(place, &called("a mapping"), node, decl),
            (Shape::Id(ScalarKind::String), Json::Text(text)) if !text.is_empty() => {}
            (Shape::Id(ScalarKind::Integer), Json::Number(number)) if number.is_i64() => {}
            (Shape::Id(_), _) => self.wrong(place, &called("an identifier"), node, decl),
            (Shape::Strings(values), Json::Text(text))
                if values.iter().any(|value| value.wire == *text) => {}
            (Shape::Strings(values), _) => {
                let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
                self.no_value(place, &called("one of its `values`"), node, &values, decl);
            }
            (Shape::Integers(values), Json::Number(number))
                if values
                    .iter()
                    .any(|(value, _)| Some(*value) == number.as_i64()) => {}
            (Shape::Integers(values), _) => {
                let values: Vec<&str> = values
                    .iter()
                    .map(|(_, value)| value.wire.as_str())
                    .collect();
                self.no_value(place, &called("one of its `values`"), node, &values, decl);
            }
            (Shape::Select(select), Json::Text(text)) => {
                let known = select.columns.iter().any(|column| column.has(text));
                if !known && select.all.as_ref() != Some(text) {
                    let mut names = wires(&select.columns);
                    names.extend(select.all.as_deref());
                    self.known_column(place, text, &names);
                }
            }
            (Shape::Select(_), _) => self.wrong(place, "the name of a field", node, decl),
            (Shape::Filter(filter), Json::List(conditions)) if filter.triples => {
                self.triples(place, conditions, filter, decl);
            }
            (Shape::Filter(filter), Json::Map(entries)) if !filter.triples => {
                self.filter(place, entries, filter, decl);
            }
            (Shape::Filter(filter), _) if filter.triples => {
                self.wrong(place, "a list of conditions", node, decl)
            }
            (Shape::Filter(_), _) => self.wrong(place, "a mapping of conditions", node, decl),
            (Shape::Order(order), Json::Map(entries)) => {
                for (key, value) in entries {
                    let place = place.key(key);
                    if !order.columns.iter().any(|column| column.has(key)) {
                        self.known_column(&place, key, &wires(&order.columns));
                    }
                    self.direction(&place, value, decl);
                }
            }
            (Shape::Order(_), _) => {
                self.wrong(place, "a mapping of fields to directions", node, decl)
            }
        }
    }

    fn direction(&mut self, place: &Place<'_>, node: &Json, decl: &Place<'_>) {
        let direction =
            |text: &String| text.eq_ignore_ascii_case("ASC") || text.eq_ignore_ascii_case("DESC");
        if !matches!(node, Json::Text(text) if direction(text)) {
            self.wrong(place, "`ASC` or `DESC`", node, decl);
        }
    }

    pub(super) fn member(&self, members: &'a [Type], node: &Json) -> Option<&'a Type> {
        let kind = Kind::of(node);
        let mut members = members.iter();
        members.find(|member| kind.is_some() && self.kind(member) == kind)
    }

    pub(super) fn kind(&self, ty: &Type) -> Option<Kind> {
        ty.kind(&|name: &TypeRef| self.types.get(name)?.shape.kind())
    }

    fn object(
        &mut self,
        place: &Place<'_>,
        entries: &[(String, Json)],
        fields: &'a [Field],
        decl: &Place<'_>,
    ) {
        let declared = decl.key("fields");
        for (key, value) in entries {
            match field_of(fields, key) {
                Some(field) => {
                    self.field(&place.key(key), value, field, &declared.key(&field.wire));
                }
                None => self.unknown_field(&place.key(key), key, fields),
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !entries.iter().any(|(key, _)| *key == field.wire) {
                self.missing_field(place, &field.wire, decl);
            }
        }
    }
}

fn wires(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| column.wire.as_str()).collect()
}
