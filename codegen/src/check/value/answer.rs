//! The results of examples. The crate takes what the server is known to make of a value, and so does this: numbers and
//! booleans as text, `[]` for an empty object, an empty value for one that need not be there.

use super::{Values, is_base64, words};
use crate::json::Json;
use crate::model::{Answer, Example, Field, Kind, Method, ScalarKind, Shape, Type, field_of};
use crate::place::Place;

impl<'a> Values<'a, '_> {
    pub(super) fn result(
        &mut self,
        place: &Place<'_>,
        example: &Example,
        method: &'a Method,
        decl: &Place<'_>,
    ) {
        let Answer::Success { result, .. } = &example.answer else {
            return;
        };
        let code = std::mem::replace(&mut self.code, "E0504");
        let place = place.key("result");
        match (&method.result.unwrap, result) {
            (None, result) => self.answered(&place, result, &method.result.ty, false, decl),
            (Some(key), Json::Map(entries)) => {
                match entries.iter().find(|(found, _)| found == key) {
                    Some((_, output)) => {
                        self.answered(&place.key(key), output, &method.result.ty, false, decl);
                    }
                    None => {
                        let error =
                            place.key_error(self.code, format!("the result has no `{key}`"));
                        let unwrap = decl.key("unwrap").at_value();
                        let known = entries.iter().map(|(found, _)| found.as_str());
                        self.push(
                            error
                                .also(unwrap, "it holds the output")
                                .suggest(key, known),
                        );
                    }
                }
            }
            (Some(key), other) => {
                let message = format!("expected a mapping with `{key}`, found {}", other.kind());
                let error = place.value_error(self.code, message);
                let unwrap = decl.key("unwrap").at_value();
                self.push(
                    error
                        .also(unwrap, "it holds the output")
                        .help(format!("write `{{ {key}: … }}`")),
                );
            }
        }
        self.code = code;
    }

    /// `optional` says whether the value may be missing, and so any empty value stands for that.
    fn answered(
        &mut self,
        place: &Place<'_>,
        node: &Json,
        ty: &'a Type,
        optional: bool,
        decl: &Place<'_>,
    ) {
        if optional && is_empty(node) {
            return;
        }
        match (ty, node) {
            (Type::Json, _) => {}
            (Type::Nullable(ty), _) => self.answered(place, node, ty, true, decl),
            (Type::List(ty) | Type::Map(ty), Json::List(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.answered(&place.index(index), value, ty, false, decl);
                }
            }
            (Type::Map(ty), Json::Map(entries)) => {
                for (key, value) in entries {
                    self.answered(&place.key(key), value, ty, false, decl);
                }
            }
            // An array whose indices have gaps.
            (Type::List(ty), Json::Map(entries))
                if entries.iter().all(|(key, _)| is_index(key)) =>
            {
                for (key, value) in entries {
                    self.answered(&place.key(key), value, ty, false, decl);
                }
            }
            (Type::Named(name), _) => {
                if let Some(def) = self.types.get(name).copied() {
                    let path = name.file();
                    let root = self.files.root(&path);
                    let types = root.key("types");
                    let decl = types.key(&def.name);
                    self.answered_shape(place, node, &def.shape, Some(&def.name), &decl);
                }
            }
            (Type::Inline(shape), _) => self.answered_shape(place, node, shape, None, decl),
            (Type::Null, node) if is_empty(node) || *node == Json::Bool(true) => {}
            (Type::Boolean | Type::Flag, node) if is_boolean(node) => {}
            (Type::Integer, node) if is_integer(node) => {}
            (Type::Double, Json::Number(_)) => {}
            (Type::Double, Json::Text(text)) if is_number(text) => {}
            (Type::String, Json::Text(_) | Json::Number(_)) => {}
            (Type::Scalar, Json::Text(_) | Json::Number(_) | Json::Bool(_)) => {}
            (Type::DateTime | Type::Date, Json::Text(text))
                if text.starts_with(|first: char| first.is_ascii_digit()) => {}
            (Type::Base64, Json::Text(text)) if is_base64(&text.replace(['\r', '\n'], "")) => {}
            // They are sent; whatever an answer may make of them is not known.
            (Type::File | Type::Order | Type::Pagination, Json::List(_) | Json::Map(_)) => {}
            (ty, node) => self.wrong(place, words(ty), node, decl),
        }
    }

    fn answered_shape(
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
            (Shape::Object(fields), Json::Map(entries)) => {
                self.answered_object(place, entries, fields, decl);
            }
            (Shape::Object(fields), Json::List(values))
                if values.is_empty() && fields.iter().all(|field| !field.required) => {}
            (Shape::Object(_), _) => self.wrong(place, &called("a mapping"), node, decl),
            (Shape::Union(members), _) => match self.member_answered(members, node) {
                Some(member) => self.answered(place, node, member, false, decl),
                None => self.wrong(place, "a member of the union", node, decl),
            },
            (Shape::Id(ScalarKind::String), Json::Text(text)) if !text.is_empty() => {}
            (Shape::Id(ScalarKind::String), Json::Number(_)) => {}
            (Shape::Id(ScalarKind::Integer) | Shape::Integers(_), node) if is_integer(node) => {}
            (Shape::Id(_), _) => self.wrong(place, &called("an identifier"), node, decl),
            (Shape::Integers(_), _) => self.wrong(place, &called("an integer"), node, decl),
            (Shape::Strings(values), Json::Text(text))
                if !text.is_empty() || values.iter().any(|value| value.wire.is_empty()) => {}
            (Shape::Strings(_), Json::Number(_)) => {}
            (Shape::Strings(_), _) => self.wrong(place, &called("text"), node, decl),
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) | Shape::Mistaken, _) => {}
        }
    }

    /// A value of another kind may be a number or a boolean in another form.
    fn member_answered(&self, members: &'a [Type], node: &Json) -> Option<&'a Type> {
        let loose = |member: &&Type| match self.kind(member) {
            Some(Kind::Number) => {
                is_integer(node) || matches!(node, Json::Text(text) if is_number(text))
            }
            Some(Kind::Boolean) => is_boolean(node),
            Some(Kind::String) => matches!(node, Json::Number(_)),
            _ => false,
        };
        let exact = self.member(members, node);
        exact.or_else(|| members.iter().find(loose))
    }

    fn answered_object(
        &mut self,
        place: &Place<'_>,
        entries: &[(String, Json)],
        fields: &'a [Field],
        decl: &Place<'_>,
    ) {
        let declared = decl.key("fields");
        for (key, value) in entries {
            let at = place.key(key);
            match field_of(fields, key) {
                Some(field) => {
                    let decl = declared.key(&field.wire);
                    self.answered(&at, value, &field.ty, !field.required, &decl);
                }
                None => self.unknown_field(&at, key, fields),
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !entries.iter().any(|(key, _)| *key == field.wire) {
                self.missing_field(place, &field.wire, decl);
            }
        }
    }
}

/// What PHP sends for a value that is not there.
fn is_empty(node: &Json) -> bool {
    match node {
        Json::Null | Json::Bool(false) => true,
        Json::Text(text) => text.is_empty(),
        Json::List(values) => values.is_empty(),
        Json::Map(entries) => entries.is_empty(),
        Json::Bool(true) | Json::Number(_) => false,
    }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_boolean(node: &Json) -> bool {
    let forms = ["Y", "N", "1", "0", "true", "false"];
    match node {
        Json::Bool(_) => true,
        Json::Number(number) => matches!(number.as_i64(), Some(0 | 1)),
        Json::Text(text) => forms.iter().any(|form| form.eq_ignore_ascii_case(text)),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    text.trim().parse().is_ok_and(f64::is_finite)
}

fn is_integer(node: &Json) -> bool {
    let whole = |value: f64| value.fract() == 0.0;
    match node {
        Json::Number(number) => number.is_i64() || number.as_f64().is_some_and(whole),
        Json::Text(text) => is_number(text) && text.trim().parse().is_ok_and(whole),
        _ => false,
    }
}
