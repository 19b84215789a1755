//! Objects: the fields of a struct, and the types that they alone have.

use super::doc;
use super::list;
use super::lowering::{Lowering, Side};
use crate::docs::{self, code, own};
use crate::model::{self, Type};
use crate::names;
use crate::rust::{Field, Item, Path, Ty};

impl Lowering<'_> {
    pub(super) fn fields(&self, parent: &str, fields: &[model::Field], side: Side) -> Vec<Field> {
        let lowered = |field| self.field(parent, field, fields, side);
        fields.iter().map(lowered).collect()
    }

    /// The types of fields that have no name of their own.
    pub(super) fn nested(&self, parent: &str, fields: &[model::Field], side: Side) -> Vec<Item> {
        let fields = fields.iter();
        let inline = fields.filter_map(|field| Some((field, field.ty.inline()?)));
        let items = inline.flat_map(|(field, shape)| {
            let of_field = || format!("The field {} of {}.", code(&field.wire), own(parent));
            let doc = list::type_doc(shape, parent).unwrap_or_else(of_field);
            self.shape(names::field_type(parent, field), vec![doc], shape, side)
        });
        items.collect()
    }

    fn field(&self, parent: &str, field: &model::Field, all: &[model::Field], side: Side) -> Field {
        let ident = names::struct_field(field);
        let plain = ident.trim_start_matches("r#");
        let wire = (plain != field.wire).then_some(field.wire.as_str());
        let inline = || Path::here(names::field_type(parent, field));
        let family = field.is_family();
        let ty = match self.ty(&field.ty, &inline, side) {
            ty if family && ty == Ty::JSON => Ty::REST,
            ty if family => Ty::Map(Box::new(ty)),
            // What may be absent may be null: one `Option` says both.
            Ty::Option(ty) if !field.required => *ty,
            ty => ty,
        };
        let element = match &field.ty {
            Type::List(item) | Type::Map(item) if !family => item,
            whole => whole,
        };
        Field {
            docs: self.field_docs(field, wire),
            deprecated: doc::deprecation(field.deprecated.as_ref()),
            setter: names::setter(&ident),
            setter_doc: docs::summary(said(field), wire, &self.links),
            ident,
            wire: field.wire.clone(),
            into: self.takes_into(element) || self.is_selected(field),
            family,
            ty,
            required: field.required,
            secret: field.secret,
            notation: self.notation(&field.ty),
            conditions: field.ty.inline().and_then(list::demanded),
            limits: field.limits.clone(),
            cases: self.decided(field, all),
        }
    }

    /// The enum of what a field may be, if another one says which it is.
    fn decided(&self, field: &model::Field, all: &[model::Field]) -> Option<Ty> {
        let by = self.cases(&field.ty)?.by.as_ref()?;
        let name = field.ty.named()?;
        let decides = all.iter().any(|other| other.wire == *by);
        decides.then(|| Ty::Path(self.type_path(name)))
    }

    /// Whether it is a selection that its spec describes itself: names of fields, as in any other.
    fn is_selected(&self, field: &model::Field) -> bool {
        let Type::List(name) = &field.ty else {
            return false;
        };
        let of = name.named().and_then(|name| self.types.get(name));
        let is_enum = of.is_some_and(|of| matches!(of.shape, model::Shape::Strings(_)));
        is_enum && field.wire.eq_ignore_ascii_case("select")
    }

    /// `wire` is the name in the API, if it is another.
    fn field_docs(&self, field: &model::Field, wire: Option<&str>) -> Vec<String> {
        let shape = field.ty.inline();
        let mut lines = match wire {
            Some(wire) => docs::named(said(field), wire, &self.links),
            None => self.prose(said(field)),
        };
        doc::add(&mut lines, shape.and_then(list::ignored));
        let limits = doc::limits(&field.limits);
        let default = field.default.as_ref();
        let default = default.map(|default| match &field.ty {
            // As a caller writes it.
            Type::Boolean(notation) => {
                (notation.read(default)).map_or_else(|| default.json(), |value| value.to_string())
            }
            _ => default.json(),
        });
        let default = default.map(|default| format!("Default: {}.", code(&default)));
        let words = field.default_doc.as_deref();
        let words = words.map(|words| format!("Default: {}.", words.trim_end_matches('.')));
        let default = default.or(words);
        let secret = "Secret: `Debug` does not show it.".to_owned();
        let secret = field.secret.then_some(secret);
        doc::add(&mut lines, limits.chain(default).chain(secret));
        lines
    }
}

/// What a field is said to be.
fn said(field: &model::Field) -> &str {
    match field.ty.inline() {
        Some(shape) if field.doc.is_empty() => list::param_doc(shape, field.default.is_some()),
        _ => &field.doc,
    }
}
