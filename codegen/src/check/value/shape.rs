//! Values that have a shape.

use super::Values;
use super::mistake::called;
use crate::model::{Column, Kind, ScalarKind, Shape, Type};
use crate::place::Place;
use yaml::Value;

impl Values<'_, '_> {
    pub(super) fn shape(&self, at: Place<'_>, shape: &Shape, name: Option<&str>, decl: Place<'_>) {
        let value = at.value();
        let (text, number) = (self.text(value), self.integer(value));
        let is_filled = text.as_ref().is_some_and(|text| !text.is_empty());
        let wrong = |kind: &str| self.wrong(at, &called(name, kind), decl);
        // Enums are open: an answer may have values that are not known.
        let no_value = |kind: &str, known: Vec<&str>| {
            if self.received() {
                return wrong(kind);
            }
            let error = self.mismatch(at, &called(name, "one of its `values`"), decl);
            self.report(match value {
                Value::Text(text) => error.suggest(text, known),
                _ => error,
            });
        };
        match (shape, value) {
            (Shape::Object(object), Value::Map(_)) => self.object(at, object, decl),
            (Shape::Object(object), Value::List(values))
                if self.received()
                    && values.is_empty()
                    && object.fields.iter().all(|field| !field.required) => {}
            (Shape::Object(_), _) => wrong("a mapping"),
            (Shape::Own(_), _) => {}
            // Which one it is, the object around it knows.
            (Shape::Cases(_), Value::Map(_)) => {}
            (Shape::Cases(_), _) if self.received() => {}
            (Shape::Cases(_), _) => wrong("a mapping"),
            (Shape::Union(members), _) => match self.member(members, value) {
                Some(member) => self.value(at, member, false, decl),
                None => self.wrong(at, "a member of the union", decl),
            },
            (Shape::Id(id), _) if id.kind == ScalarKind::String && is_filled => {}
            (Shape::Id(id), _) if id.kind == ScalarKind::Integer && number.is_some() => {}
            (Shape::Id(_), _) => wrong("an identifier"),
            (Shape::Strings(_), _) if self.received() && is_filled => {}
            (Shape::Strings(values), _) => {
                let known: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
                if !known.iter().any(|known| Some(*known) == text.as_deref()) {
                    no_value("text", known);
                }
            }
            (Shape::Integers(_), _) if self.received() && number.is_some() => {}
            (Shape::Integers(values), _) => {
                if !values.iter().any(|(known, _)| Some(*known) == number) {
                    let known = values.iter().map(|(_, value)| value.wire.as_str());
                    no_value("an integer", known.collect());
                }
            }
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_), _) if self.received() => {}
            (Shape::Select(select), Value::Text(text)) if select.all.as_ref() == Some(text) => {}
            (Shape::Select(select), Value::Text(text)) => {
                self.column(at, text, &select.columns, select.all.as_deref());
            }
            (Shape::Select(_), _) => self.wrong(at, "the name of a field", decl),
            (Shape::Filter(filter), _) => match (filter.triples, value) {
                (true, Value::List(_)) => {
                    self.triples(at, filter, decl);
                    self.demands(at, filter);
                }
                (true, _) => self.wrong(at, "a list of conditions", decl),
                (false, Value::Map(_)) => {
                    self.filter(at, filter, decl);
                    self.demands(at, filter);
                }
                (false, _) => self.wrong(at, "a mapping of conditions", decl),
            },
            (Shape::Order(order), Value::Map(_)) => {
                for (key, at) in at.entries() {
                    self.column(at, key, &order.columns, None);
                    self.sorts(at, decl);
                }
            }
            (Shape::Order(_), _) => self.wrong(at, "a mapping of fields to directions", decl),
        }
    }

    pub(super) fn sorts(&self, at: Place<'_>, decl: Place<'_>) {
        let is = |text: &str, direction| text.eq_ignore_ascii_case(direction);
        if !matches!(at.value(), Value::Text(text) if is(text, "ASC") || is(text, "DESC")) {
            self.wrong(at, "`ASC` or `DESC`", decl);
        }
    }

    /// A column that a list names, by its own name or as one of a family.
    fn column(&self, at: Place<'_>, name: &str, columns: &[Column], all: Option<&str>) {
        if !columns.iter().any(|column| column.has(name)) {
            let known = columns.iter().map(|column| column.wire.as_str());
            self.no_column(at, name, known.chain(all).collect());
        }
    }

    /// The member that has the kind of the value. In an answer, that may be a number or a boolean in another form.
    fn member<'m>(&self, members: &'m [Type], value: &Value) -> Option<&'m Type> {
        let of = |member: &Type| member.kind(&|name| self.types.get(name)?.kind());
        let kind = match value {
            Value::Null => None,
            Value::Bool(_) => Some(Kind::Boolean),
            Value::Number(_) => Some(Kind::Number),
            Value::Text(_) => Some(Kind::String),
            Value::List(_) => Some(Kind::Array),
            Value::Map(_) => Some(Kind::Object),
        };
        let mut all = members.iter();
        let exact = all.find(|member| kind.is_some() && of(member) == kind);
        let fits = |member: &&Type| match (member, of(member)) {
            (Type::Boolean(notation), _) => self.boolean(value, *notation).is_some(),
            (_, Some(Kind::Number)) => self.double(value).is_some(),
            (_, Some(Kind::String)) => self.text(value).is_some(),
            (_, Some(Kind::Boolean | Kind::Array | Kind::Object) | None) => false,
        };
        exact.or_else(|| members.iter().find(fits))
    }
}
