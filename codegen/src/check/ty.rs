//! The types that fields and results say they have.

use super::scope::Scope;
use super::values::values;
use crate::model::{Kind, Notation, Shape, Type, TypeRef};
use crate::place::Place;
use crate::raw::{DocOr, FieldSpec, Ordered, ScalarKind, ValueSpec};
use crate::ty::{self, Expr};

/// The fields and the values that stand beside a type expression.
type Inline<'a> = (
    Option<&'a Ordered<FieldSpec>>,
    Option<&'a Ordered<DocOr<ValueSpec>>>,
);

/// What stands for a type that is mistaken: a reference to nothing. Whatever it is compared with fits.
pub(super) fn mistaken() -> Type {
    Type::Named(TypeRef::new(Vec::new(), false, ""))
}

pub(super) fn is_mistaken(ty: &Type) -> bool {
    matches!(ty, Type::Named(name) if name.name.is_empty())
}

impl<'c> Scope<'_, 'c> {
    /// The type that `text` says, and what is beside it; `place` is the mapping that they stand in.
    pub(super) fn ty(&self, place: Place<'c>, text: &str, inline: Inline<'_>) -> Type {
        let Some(expr) = self.expr(place.key("type"), text) else {
            return mistaken();
        };
        let inline = self.inline(place, &expr, inline);
        self.conversion(place.key("type"), text, inline).ty(&expr)
    }

    /// The union of the types at `place`, which has a name. None if it is mistaken.
    pub(super) fn one_of(&self, place: Place<'c>, members: &[String]) -> Option<Shape> {
        let members = self.types_at(place, members)?;
        if members.len() < 2 || members.iter().all(is_single) {
            let (message, help) = match members.len() {
                0 | 1 => ("a union has at least two members", "name the other one"),
                _ => (
                    "each member of this union is a single value",
                    "write `scalar` where it is used: the server does not keep text and numbers apart",
                ),
            };
            self.report(place.value_error("E0870", message).help(help));
            return None;
        }
        self.conversion(place, "", None).distinct(members)
    }

    /// The types at `place`, one by one. None if one of them is mistaken.
    pub(super) fn types_at(&self, place: Place<'c>, texts: &[String]) -> Option<Vec<Type>> {
        let types = texts.iter().zip(place.elements()).map(|(text, at)| {
            let expr = self.expr(at, text);
            expr.map_or_else(mistaken, |expr| self.conversion(at, text, None).ty(&expr))
        });
        let types: Vec<Type> = types.collect();
        (!types.iter().any(is_mistaken)).then_some(types)
    }

    fn expr(&self, place: Place<'c>, text: &str) -> Option<Expr> {
        let told = |mistake: ty::Mistake| {
            let error = place.value_error("E0201", mistake.message);
            self.report(error.within(mistake.range, text).help(mistake.help));
        };
        ty::parse(text).map_err(told).ok()
    }

    fn conversion<'v>(
        &'v self,
        place: Place<'v>,
        text: &'v str,
        inline: Option<(Expr, Shape)>,
    ) -> Conversion<'v, 'c> {
        Conversion {
            place,
            scope: self,
            text,
            inline,
        }
    }

    /// The shape that stands beside an expression, and the leaf that it goes with.
    fn inline(&self, place: Place<'c>, expr: &Expr, inline: Inline<'_>) -> Option<(Expr, Shape)> {
        let values = |specs, kind| values(self, place.key("values"), specs, kind);
        let (key, of) = match inline {
            (None, None) => return None,
            (Some(fields), None) if has(expr, &Expr::Object) => {
                let object = self.object(place.key("fields"), fields);
                return Some((Expr::Object, Shape::Object(object)));
            }
            (None, Some(specs)) if has(expr, &Expr::String) => {
                return Some((Expr::String, values(specs, ScalarKind::String)));
            }
            (None, Some(specs)) if has(expr, &Expr::Integer) => {
                return Some((Expr::Integer, values(specs, ScalarKind::Integer)));
            }
            (Some(_), _) => ("fields", "`object`"),
            (None, Some(_)) => ("values", "`string` or `integer`"),
        };
        let error = place.key(key);
        let error = error.key_error("E0203", format!("`{key}` goes with the type {of}"));
        let error = error.also(place.key("type").at_value(), "its type");
        self.report(error.help("a type with a name says the same under `types`"));
        None
    }
}

/// An expression on its way to a type.
struct Conversion<'v, 'c> {
    place: Place<'v>,
    scope: &'v Scope<'v, 'c>,
    text: &'v str,
    /// For the first leaf that it goes with.
    inline: Option<(Expr, Shape)>,
}

impl Conversion<'_, '_> {
    fn ty(&mut self, expr: &Expr) -> Type {
        if let Some((_, shape)) = self.inline.take_if(|(leaf, _)| leaf == expr) {
            return Type::Inline(Box::new(shape));
        }
        match expr {
            Expr::String => Type::String,
            Expr::Integer => Type::Integer,
            Expr::Double => Type::Double,
            Expr::Decimal => Type::Decimal,
            Expr::Money => Type::Money,
            Expr::Boolean => Type::Boolean(Notation::Boolean),
            Expr::Flag => Type::Boolean(Notation::Flag),
            Expr::Bit => Type::Boolean(Notation::Bit),
            Expr::DateTime => Type::DateTime,
            Expr::Timestamp => Type::Timestamp,
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
            Expr::Named(name) => match self.scope.used(name) {
                Some(found) => Type::Named(found),
                None => self.unknown(name),
            },
        }
    }

    /// Single values are told apart by what they are, anything else by its kind.
    fn union(&mut self, members: &[Expr]) -> Type {
        let members: Vec<Type> = members.iter().map(|member| self.ty(member)).collect();
        if members.iter().all(is_single) {
            return Type::Scalar;
        }
        let notations: Vec<_> = members.iter().flat_map(Type::notations).collect();
        if notations.iter().any(|notation| *notation != notations[0]) {
            let message = "the booleans in this union are sent in different notations";
            let error = self.place.value_error("E0820", message);
            let help = "use one of `boolean`, `flag` and `bit`: any notation is decoded";
            self.scope.report(error.help(help));
            return mistaken();
        }
        let union = self.distinct(members);
        union.map_or_else(mistaken, |union| Type::Inline(Box::new(union)))
    }

    /// A union whose members differ in their kind.
    fn distinct(&self, members: Vec<Type>) -> Option<Shape> {
        let kind = |member: &Type| member.kind(&|name| self.kind(name));
        let kinds: Vec<Option<Kind>> = members.iter().map(kind).collect();
        let mut all = kinds.iter().enumerate();
        let unclear = all.find(|(index, kind)| kind.is_none() || kinds[..*index].contains(kind));
        let Some((_, kind)) = unclear else {
            return Some(Shape::Union(members));
        };
        if !members.iter().any(is_mistaken) {
            let message = "the members of this union cannot be told apart in JSON";
            let error = self.place.value_error("E0207", message).label(match kind {
                Some(kind) => format!("two of them are {}", in_words(*kind)),
                None => "one of them may be of several kinds".to_owned(),
            });
            let help =
                "write `any`, or types of different kinds: boolean, number, text, list, object";
            self.scope.report(error.help(help));
        }
        None
    }

    /// The kind of a type with a name, which may not have been checked yet.
    fn kind(&self, name: &TypeRef) -> Option<Kind> {
        let spec = self.scope.spec(name)?;
        if spec.one_of.is_some() || spec.cases.is_some() || spec.own.is_some() {
            return None;
        }
        Some(match (&spec.values, spec.id) {
            (Some(_), _) if spec.type_ == Some(ScalarKind::Integer) => Kind::Number,
            (None, Some(ScalarKind::Integer)) => Kind::Number,
            (None, None) => Kind::Object,
            _ => Kind::String,
        })
    }

    fn unknown(&self, name: &str) -> Type {
        let other_word = ty::other_word(name);
        if self.scope.specs.types_missing && other_word.is_none() {
            return mistaken();
        }
        let message = format!("there is no type `{name}`");
        let start = self.text.find(name).unwrap_or(0);
        let error = self.place.value_error("E0202", message);
        let error = error.within(start..start + name.len(), self.text);
        let known: Vec<&str> = ty::BUILTIN.iter().map(|(name, _)| *name).collect();
        self.scope.report(match other_word {
            Some(word) => error.help(format!("write {word}")),
            None => self.scope.no_type(error, name, &known),
        });
        mistaken()
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

fn is_single(ty: &Type) -> bool {
    let is_date = matches!(ty, Type::DateTime | Type::Date | Type::Timestamp);
    is_date
        || matches!(
            ty,
            Type::String | Type::Integer | Type::Double | Type::Boolean(Notation::Boolean)
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
