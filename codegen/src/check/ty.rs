//! The types that fields and results say they have.

use super::context::Checker;
use super::scope::Scope;
use super::values::values;
use crate::model::{Kind, Shape, Type, TypeRef};
use crate::place::Place;
use crate::raw::{DocOr, FieldSpec, Ordered, ScalarKind, ValueSpec};
use crate::ty::{self, Expr};

/// What a field or a result says about its type.
#[derive(Clone, Copy)]
pub(super) struct TypeParts<'a> {
    pub(super) text: &'a str,
    pub(super) fields: Option<&'a Ordered<FieldSpec>>,
    pub(super) values: Option<&'a Ordered<DocOr<ValueSpec>>>,
}

/// What stands for a type that is mistaken: a reference to nothing. Whatever it is compared with fits.
pub(super) fn mistaken() -> Type {
    Type::Named(TypeRef::new(Vec::new(), false, ""))
}

pub(super) fn is_mistaken(ty: &Type) -> bool {
    matches!(ty, Type::Named(name) if name.name.is_empty())
}

impl Checker<'_> {
    /// The type that `parts` say; `place` is the mapping that they stand in.
    pub(super) fn ty(&self, place: Place<'_>, parts: TypeParts<'_>, scope: &Scope<'_>) -> Type {
        match ty::parse(parts.text) {
            Ok(expr) => {
                let inline = self.inline(place, parts, &expr, scope);
                let mut conversion = Conversion {
                    checker: self,
                    place: place.key("type"),
                    scope,
                    text: parts.text,
                    inline,
                };
                conversion.ty(&expr)
            }
            Err(mistake) => {
                let mut error = place.key("type").value_error("E0201", mistake.message);
                error.help = mistake.help;
                self.report(error.within(mistake.range, parts.text));
                mistaken()
            }
        }
    }

    /// The shape that stands beside the expression.
    fn inline(
        &self,
        place: Place<'_>,
        parts: TypeParts<'_>,
        expr: &Expr,
        scope: &Scope<'_>,
    ) -> Option<Shape> {
        let enumeration = |specs, kind| Some(values(self, place.key("values"), specs, kind));
        let (key, of) = match (parts.fields, parts.values) {
            (None, None) => return None,
            (Some(fields), None) if has(expr, &Expr::Object) => {
                return Some(Shape::Object(self.object(
                    place.key("fields"),
                    fields,
                    scope,
                )));
            }
            (None, Some(specs)) if has(expr, &Expr::String) => {
                return enumeration(specs, ScalarKind::String);
            }
            (None, Some(specs)) if has(expr, &Expr::Integer) => {
                return enumeration(specs, ScalarKind::Integer);
            }
            (Some(_), _) => ("fields", "`object`"),
            (None, Some(_)) => ("values", "`string` or `integer`"),
        };
        let message = format!("`{key}` goes with the type {of}");
        let error = place.key(key).key_error("E0203", message);
        let error = error.also(place.key("type").at_value(), "its type");
        self.report(error.help("a type with a name says the same under `types`"));
        None
    }
}

/// An expression on its way to a type.
struct Conversion<'c> {
    checker: &'c Checker<'c>,
    place: Place<'c>,
    scope: &'c Scope<'c>,
    text: &'c str,
    /// For the first leaf that it goes with.
    inline: Option<Shape>,
}

impl Conversion<'_> {
    fn ty(&mut self, expr: &Expr) -> Type {
        match expr {
            Expr::String | Expr::Integer | Expr::Object if says(expr, self.inline.as_ref()) => {
                let shape = self.inline.take().map(Box::new);
                shape.map_or(Type::Json, Type::Inline)
            }
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
            Expr::Object => Type::Map(Box::new(Type::Json)),
            Expr::Any => Type::Json,
            Expr::Null => Type::Null,
            Expr::Union(members) => self.union(members),
            Expr::List(inner) => Type::List(Box::new(self.ty(inner))),
            Expr::Map(inner) => Type::Map(Box::new(self.ty(inner))),
            Expr::Nullable(inner) => Type::Nullable(Box::new(self.ty(inner))),
            Expr::Named(name) => match self.checker.find(name, self.scope) {
                Some((found, _)) => Type::Named(found),
                None => {
                    self.unknown(name);
                    mistaken()
                }
            },
        }
    }

    /// Single values are told apart by what they are, anything else by its kind.
    fn union(&mut self, members: &[Expr]) -> Type {
        let members: Vec<Type> = members.iter().map(|member| self.ty(member)).collect();
        if members.iter().all(is_single) {
            return Type::Scalar;
        }
        let kinds = members
            .iter()
            .map(|member| member.kind(&|name| self.kind(name)));
        let kinds: Vec<Option<Kind>> = kinds.collect();
        let mut all = kinds.iter().enumerate();
        let unclear = all.find(|(index, kind)| kind.is_none() || kinds[..*index].contains(kind));
        let Some((_, kind)) = unclear else {
            return Type::Inline(Box::new(Shape::Union(members)));
        };
        if !members.iter().any(is_mistaken) {
            let message = "the members of this union cannot be told apart in JSON";
            let error = self.place.value_error("E0207", message).label(match kind {
                Some(kind) => format!("two of them are {}", in_words(*kind)),
                None => "one of them may be of several kinds".to_owned(),
            });
            let help =
                "write `any`, or types of different kinds: boolean, number, text, list, object";
            self.checker.report(error.help(help));
        }
        mistaken()
    }

    /// The kind of a type with a name, which may not have been checked yet.
    fn kind(&self, name: &TypeRef) -> Option<Kind> {
        let (_, spec) = self.scope.find(&name.name)?;
        Some(match (&spec.values, spec.id) {
            (Some(_), _) if spec.type_ == Some(ScalarKind::Integer) => Kind::Number,
            (None, Some(ScalarKind::Integer)) => Kind::Number,
            (None, None) => Kind::Object,
            _ => Kind::String,
        })
    }

    fn unknown(&self, name: &str) {
        let other_word = ty::other_word(name);
        if self.checker.specs.types_missing && other_word.is_none() {
            return;
        }
        let message = format!("there is no type `{name}`");
        let start = self.text.find(name).unwrap_or(0);
        let error = self.place.value_error("E0202", message);
        let error = error.within(start..start + name.len(), self.text);
        let known = ty::BUILTIN.iter().copied().chain(self.scope.names());
        self.checker.report(match other_word {
            Some(word) => error.help(format!("write {word}")),
            None => error.suggest(name, known),
        });
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

/// Whether an expression is made of `leaf` somewhere.
fn has(expr: &Expr, leaf: &Expr) -> bool {
    match expr {
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => has(inner, leaf),
        Expr::Union(members) => members.iter().any(|member| has(member, leaf)),
        other => other == leaf,
    }
}
