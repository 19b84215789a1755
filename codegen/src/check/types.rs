//! Types: those that have a name, and those that fields and results say they have.

use std::collections::HashMap;

use super::Checker;
use super::scope::Scope;
use crate::model::{Kind, Partial, Shape, Type, TypeDef, TypeRef, Value};
use crate::names;
use crate::place::Place;
use crate::raw::{DocOr, FieldSpec, Ordered, ScalarKind, TypeSpec, ValueSpec};
use crate::ty::{self, Expr};

/// What a field or a result says about its type.
#[derive(Clone, Copy)]
pub(super) struct TypeParts<'a> {
    pub(super) text: &'a str,
    pub(super) fields: Option<&'a Ordered<FieldSpec>>,
    pub(super) values: Option<&'a Ordered<DocOr<ValueSpec>>>,
}

impl Checker<'_, '_> {
    /// Named types, in the order of the file.
    pub(super) fn type_defs(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<TypeSpec>,
        scope: &Scope<'_>,
    ) -> Vec<TypeDef> {
        let mut types = Vec::new();
        for (name, spec) in &specs.0 {
            let place = place.key(name);
            if !names::is_type_name(name) {
                let error =
                    place.key_error("E0102", format!("`{name}` is no possible name of a type"));
                self.report(error.help("write it in UpperCamelCase: `SourceSetting`"));
            }
            self.text(&place.key("doc"), &spec.doc);
            types.push(TypeDef {
                name: name.clone(),
                doc: spec.doc.clone(),
                shape: self.shape(&place, spec, scope),
                partial: self.partial(&place, spec, scope),
            });
        }
        types
    }

    fn shape(&mut self, place: &Place<'_>, spec: &TypeSpec, scope: &Scope<'_>) -> Shape {
        if spec.type_.is_some() && spec.values.is_none() {
            let error = place
                .key("type")
                .key_error("E0203", "only an enum has a `type`");
            self.report(error.help("an identifier says it with `id: integer` or `id: string`"));
        }
        match (&spec.fields, &spec.partial, &spec.values, spec.id) {
            (Some(fields), _, None, None) => {
                Shape::Object(self.fields(&place.key("fields"), fields, scope))
            }
            (None, Some(base), None, None) if self.types.find(base, scope).is_some() => {
                Shape::Object(Vec::new())
            }
            (None, Some(_), None, None) => Shape::Mistaken,
            (None, None, Some(values), None) => self.values(
                &place.key("values"),
                values,
                spec.type_.unwrap_or(ScalarKind::String),
            ),
            (None, None, None, Some(kind)) => Shape::Id(kind),
            _ => {
                let message = "a type has exactly one of `fields`, `values` and `id`";
                let mut error = place.key_error("E0203", message);
                for key in ["fields", "partial", "values", "id"] {
                    error = error.also(place.key(key).at_key(), "one of them");
                }
                self.report(
                    error.help("an object has `fields`, an enum `values`, an identifier `id`"),
                );
                Shape::Mistaken
            }
        }
    }

    fn partial(
        &mut self,
        place: &Place<'_>,
        spec: &TypeSpec,
        scope: &Scope<'_>,
    ) -> Option<Partial> {
        let Some(name) = &spec.partial else {
            if !spec.without.is_empty() {
                let without = place.key("without");
                let error = without.key_error("E0203", "`without` goes with `partial`");
                self.report(error.help("say with `partial` which object has the fields"));
            }
            return None;
        };
        let Some((base, _)) = self.types.find(name, scope) else {
            let error = place.key("partial");
            let error = error.value_error("E0202", format!("there is no type `{name}`"));
            if !self.types.incomplete {
                self.report(error.suggest(name, self.types.names(scope)));
            }
            return None;
        };
        let without = spec.without.clone();
        Some(Partial { base, without })
    }

    /// The type that `parts` say; `place` is the mapping that they stand in.
    pub(super) fn ty(
        &mut self,
        place: &Place<'_>,
        parts: TypeParts<'_>,
        scope: &Scope<'_>,
    ) -> Type {
        let expr = match ty::parse(parts.text) {
            Ok(expr) => expr,
            Err(mistake) => {
                let mut error = place.key("type").value_error("E0201", mistake.message);
                error.help = mistake.help;
                self.report(error.within(mistake.range, parts.text));
                return Type::mistaken();
            }
        };
        let mut leaves = Vec::new();
        collect_leaves(&expr, &mut leaves);
        let leaf = |wanted: &Expr| leaves.contains(&wanted);
        let mut inline = match (parts.fields, parts.values) {
            (None, None) => None,
            (Some(fields), None) if leaf(&Expr::Object) => Some(Shape::Object(self.fields(
                &place.key("fields"),
                fields,
                scope,
            ))),
            (None, Some(values)) if leaf(&Expr::String) => {
                Some(self.values(&place.key("values"), values, ScalarKind::String))
            }
            (None, Some(values)) if leaf(&Expr::Integer) => {
                Some(self.values(&place.key("values"), values, ScalarKind::Integer))
            }
            (fields, ..) => {
                let (key, of) = if fields.is_some() {
                    ("fields", "`object`")
                } else {
                    ("values", "`string` or `integer`")
                };
                let error = place
                    .key(key)
                    .key_error("E0203", format!("`{key}` goes with the type {of}"));
                let ty = place.key("type").at_value();
                let error = error.also(ty, "its type");
                self.report(error.help("a type with a name says the same under `types`"));
                None
            }
        };
        self.convert(place, &expr, &mut inline, parts.text, scope)
    }

    fn convert(
        &mut self,
        place: &Place<'_>,
        expr: &Expr,
        inline: &mut Option<Shape>,
        text: &str,
        scope: &Scope<'_>,
    ) -> Type {
        match expr {
            Expr::String | Expr::Integer | Expr::Object if says(expr, inline.as_ref()) => inline
                .take()
                .map_or(Type::Json, |shape| Type::Inline(Box::new(shape))),
            Expr::String => Type::String,
            Expr::Integer => Type::Integer,
            Expr::Double => Type::Double,
            Expr::Boolean => Type::Boolean,
            Expr::Flag => Type::Flag,
            Expr::DateTime => Type::DateTime,
            Expr::Date => Type::Date,
            Expr::Scalar => Type::Scalar,
            Expr::File => Type::File,
            Expr::Base64 => Type::Base64,
            Expr::Order => Type::Order,
            Expr::Union(members) => self.union(place, members, inline, text, scope),
            Expr::Object => Type::Map(Box::new(Type::Json)),
            Expr::Any => Type::Json,
            Expr::Null => Type::Null,
            Expr::List(inner) => {
                Type::List(Box::new(self.convert(place, inner, inline, text, scope)))
            }
            Expr::Map(inner) => {
                Type::Map(Box::new(self.convert(place, inner, inline, text, scope)))
            }
            Expr::Nullable(inner) => {
                Type::Nullable(Box::new(self.convert(place, inner, inline, text, scope)))
            }
            Expr::Named(name) => match self.types.find(name, scope) {
                Some((found, _)) => Type::Named(found),
                None => {
                    self.unknown_type(&place.key("type"), name, text, scope);
                    Type::mistaken()
                }
            },
        }
    }

    /// Single values are told apart by what they are, anything else by its kind.
    fn union(
        &mut self,
        place: &Place<'_>,
        members: &[Expr],
        inline: &mut Option<Shape>,
        text: &str,
        scope: &Scope<'_>,
    ) -> Type {
        let members: Vec<Type> = members
            .iter()
            .map(|member| self.convert(place, member, inline, text, scope))
            .collect();
        if members.iter().all(is_single) {
            return Type::Scalar;
        }
        let named = |name: &TypeRef| {
            let (_, spec) = self.types.find(&name.name, scope)?;
            Some(match (&spec.values, spec.id) {
                (Some(_), _) if spec.type_ == Some(ScalarKind::Integer) => Kind::Number,
                (None, Some(ScalarKind::Integer)) => Kind::Number,
                (None, None) => Kind::Object,
                _ => Kind::String,
            })
        };
        let kinds: Vec<Option<Kind>> = members.iter().map(|member| member.kind(&named)).collect();
        let distinct = kinds
            .iter()
            .enumerate()
            .all(|(index, kind)| kind.is_some() && !kinds[..index].contains(kind));
        if !distinct {
            if members.iter().all(|member| !member.is_mistaken()) {
                let message = "the members of this union cannot be told apart in JSON";
                let error = place.key("type").value_error("E0207", message);
                let twice = |(index, kind): (usize, &Option<Kind>)| {
                    kind.filter(|_| kinds[..index].contains(kind))
                };
                let label = match kinds.iter().enumerate().find_map(twice) {
                    Some(kind) => format!("two of them are {}", in_words(kind)),
                    None => "one of them may be of several kinds".to_owned(),
                };
                self.report(error.label(label).help(
                    "write `any`, or types of different kinds: boolean, number, text, list, object",
                ));
            }
            return Type::mistaken();
        }
        Type::Inline(Box::new(Shape::Union(members)))
    }

    fn unknown_type(&mut self, place: &Place<'_>, name: &str, text: &str, scope: &Scope<'_>) {
        let other_word = ty::other_word(name);
        if self.types.incomplete && other_word.is_none() {
            return;
        }
        let error = place.value_error("E0202", format!("there is no type `{name}`"));
        let start = text.find(name).unwrap_or(0);
        let error = error.within(start..start + name.len(), text);
        self.report(match other_word {
            Some(word) => error.help(format!("write {word}")),
            None => error.suggest(
                name,
                ty::BUILTIN
                    .iter()
                    .map(|(name, _)| *name)
                    .chain(self.types.names(scope)),
            ),
        });
    }

    fn values(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<DocOr<ValueSpec>>,
        kind: ScalarKind,
    ) -> Shape {
        let (mut strings, mut integers) = (Vec::new(), Vec::new());
        let mut taken = HashMap::new();
        for (wire, spec) in &specs.0 {
            let at = place.key(wire);
            let (doc, rename) = match spec {
                DocOr::Doc(doc) => (doc, None),
                DocOr::Full(ValueSpec { doc, rename }) => (doc, rename.clone()),
            };
            self.text(&at, doc);
            let value = Value {
                wire: wire.clone(),
                doc: doc.clone(),
                rename,
            };
            let derived = match (kind, wire.parse()) {
                (ScalarKind::String, _) => names::type_name(wire),
                (ScalarKind::Integer, Ok(number)) => names::integer_variant(number),
                (ScalarKind::Integer, Err(_)) => {
                    let error = at.key_error("E0203", format!("`{wire}` is no integer"));
                    self.report(
                        error.help("write digits; values that are text have the type `string`"),
                    );
                    continue;
                }
            };
            self.rename(&at, value.rename.as_deref(), &derived, names::is_type_name);
            let name = value.rename.clone().unwrap_or(derived);
            self.unique(place, &mut taken, name, wire);
            match wire.parse::<i64>() {
                Ok(number) if kind == ScalarKind::Integer && number.to_string() != *wire => {
                    let message = format!("`{wire}` is not how the number {number} is written");
                    let error = at.key_error("E0203", message);
                    self.report(error.help(format!("write `{number}`")));
                }
                Ok(number) if kind == ScalarKind::Integer => integers.push((number, value)),
                _ => strings.push(value),
            }
        }
        if kind == ScalarKind::Integer {
            Shape::Integers(integers)
        } else {
            Shape::Strings(strings)
        }
    }
}

fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "booleans",
        Kind::Number => "numbers",
        Kind::String => "text",
        Kind::Array => "lists",
        Kind::Object => "objects",
    }
}

/// Whether the shape is what `expr` stands for.
fn says(expr: &Expr, shape: Option<&Shape>) -> bool {
    matches!(
        (expr, shape),
        (Expr::Object, Some(Shape::Object(_)))
            | (Expr::String, Some(Shape::Strings(_)))
            | (Expr::Integer, Some(Shape::Integers(_)))
    )
}

fn is_single(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String | Type::Integer | Type::Double | Type::Boolean | Type::DateTime | Type::Date
    )
}

/// The types that an expression is made of.
fn collect_leaves<'e>(expr: &'e Expr, leaves: &mut Vec<&'e Expr>) {
    match expr {
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => {
            collect_leaves(inner, leaves)
        }
        Expr::Union(members) => members
            .iter()
            .for_each(|member| collect_leaves(member, leaves)),
        other => leaves.push(other),
    }
}
