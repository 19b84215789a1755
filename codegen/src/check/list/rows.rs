//! What a list answers.

use super::List;
use crate::check::context::Types;
use crate::model::{Field, Shape, Type};
use crate::place::Place;

/// The rows of a list.
pub(super) struct Rows<'l> {
    pub(super) ty: &'l Type,
    /// The field of the result that holds them; none if they are the result.
    pub(super) field: Option<&'l Field>,
    /// The fields of each; none if they are not objects.
    pub(super) fields: &'l [Field],
}

impl<'l, 'c> List<'l, 'c> {
    /// None if they are not known.
    pub(super) fn find_rows(&self, place: Place<'_>) -> Option<Rows<'l>> {
        let result = &self.result.ty;
        let field = match &self.spec.items {
            Some(name) => Some(self.items(place.key("items"), name)?),
            None => None,
        };
        let ty = field.map_or(result, |field| &field.ty);
        let fields = match ty {
            Type::List(item) if self.is_mistaken(item) => return None,
            Type::List(item) => Some(fields_of(item, self.types).unwrap_or_default()),
            Type::Map(item) => fields_of(item, self.types),
            _ => None,
        };
        if fields.is_none() && !self.is_mistaken(ty) {
            self.no_list(place, ty);
        }
        let fields = fields?;
        let rows = Rows { ty, field, fields };
        if self.spec.paging.is_some() {
            self.pages(place, &rows);
        }
        Some(rows)
    }

    fn no_list(&self, place: Place<'_>, ty: &Type) {
        let error = place.key_error("E0701", "the result of this method is no list");
        let error = error.also(self.root.key("result").at_key(), "the result");
        self.report(error.help(if matches!(ty, Type::Nullable(_)) {
            "leave out `| null`: a list that is null is empty"
        } else {
            "answer `T[]`; where the rows are a field of the result, name it by `items`"
        }));
    }

    /// The field of the result that holds the rows.
    fn items(&self, place: Place<'_>, name: &str) -> Option<&'l Field> {
        let result = &self.result.ty;
        let fields = fields_of(result, self.types).unwrap_or_default();
        let mut fields = fields.iter().filter(|field| !field.is_family());
        let known: Vec<&str> = fields.clone().map(|field| field.wire.as_str()).collect();
        let found = fields.find(|field| field.wire == name);
        if found.is_none() && !self.is_mistaken(result) {
            let error = place.value_error("E0701", format!("the result has no field `{name}`"));
            let error = error.help("`items` names a field of an object; a list needs none");
            self.report(error.suggest(name, known));
        }
        found
    }

    /// Not all rows can come in pages.
    fn pages(&self, place: Place<'_>, rows: &Rows<'_>) {
        if rows.field.is_some_and(|field| field.secret) {
            let message = "rows that are a secret cannot come in pages";
            let error = place.key("items").value_error("E0701", message);
            self.report(error.help("mark the fields of the rows that are `secret`"));
        }
        let paging = place.key("paging");
        if matches!(rows.ty, Type::Map(_)) {
            let error = paging.key_error("E0704", "a map of rows has no pages");
            self.report(error.help("write a list: rows by their identifiers are decoded as one"));
        }
        if rows.field.is_some() && matches!(self.result.ty, Type::Nullable(_)) {
            let error = paging.key_error("E0704", "a result that may be null has no pages");
            self.report(error.help("leave out `| null`"));
        }
    }

    /// What may be left out by `select` cannot be required.
    pub(super) fn optional(&self, place: Place<'_>, rows: &Rows<'_>) {
        let object = rows.ty.named().map(|name| self.described(name));
        for field in rows.fields.iter().filter(|field| field.required) {
            let wire = &field.wire;
            let message = format!("`{wire}` is required, and `select` may leave it out");
            let declared = object.map(|object| object.key("fields").key(wire).key("required"));
            let declared = declared.and_then(|declared| declared.at_key());
            let error = place.key_error("E0702", message);
            let error = error.also(declared, "required here");
            let help = "answer objects without required fields, for example a `partial` type";
            self.report(error.help(help));
        }
    }

    /// A mistake has been told about it.
    fn is_mistaken(&self, ty: &Type) -> bool {
        let name = ty.named();
        name.is_some_and(|name| !self.types.contains_key(name))
    }
}

fn fields_of<'t>(ty: &'t Type, types: &'t Types) -> Option<&'t [Field]> {
    match ty {
        Type::Nullable(ty) => fields_of(ty, types),
        Type::Named(name) => types.get(name)?.fields(),
        Type::Inline(shape) => shape.fields(),
        Type::String | Type::Integer | Type::Double | Type::Boolean(_) => None,
        Type::Decimal | Type::Money | Type::Timestamp => None,
        Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64 => None,
        Type::Order | Type::Pagination | Type::Json | Type::Null => None,
        Type::List(_) | Type::Map(_) => None,
    }
}

/// Whether a field is selected, filtered by and sorted by unless a list says otherwise: it holds a single value.
pub(super) fn is_column(field: &Field, types: &Types) -> bool {
    !field.is_family() && !field.secret && is_single(&field.ty, types)
}

fn is_single(ty: &Type, types: &Types) -> bool {
    let shape = match ty {
        Type::Nullable(ty) => return is_single(ty, types),
        // What is mistaken may have been anything.
        Type::Named(name) => types.get(name),
        Type::Inline(shape) => Some(&**shape),
        Type::String | Type::Integer | Type::Double | Type::Boolean(_) => return true,
        Type::Decimal
        | Type::Money
        | Type::Timestamp
        | Type::DateTime
        | Type::Date
        | Type::Scalar => return true,
        Type::File | Type::Base64 | Type::Order | Type::Pagination | Type::Json => return false,
        Type::Null | Type::List(_) | Type::Map(_) => return false,
    };
    shape.is_none_or(|shape| match shape {
        Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_) => true,
        Shape::Object(_) | Shape::Union(_) | Shape::Cases(_) | Shape::Own(_) => false,
        Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => false,
    })
}

/// The type of the values that a field is compared with: of a list its elements, of an object its text.
pub(super) fn single(ty: &Type, types: &Types) -> Type {
    match ty {
        Type::Nullable(ty) | Type::List(ty) => single(ty, types),
        Type::Json => Type::Scalar,
        Type::Map(_) | Type::Null => Type::String,
        Type::Named(name) => match types.get(name) {
            Some(Shape::Object(_) | Shape::Cases(_) | Shape::Own(_)) => Type::String,
            Some(Shape::Union(_)) => Type::Scalar,
            _ => ty.clone(),
        },
        Type::Inline(shape) => match **shape {
            Shape::Union(_) => Type::Scalar,
            Shape::Integers(_) => Type::Integer,
            Shape::Object(_) | Shape::Strings(_) | Shape::Id(_) | Shape::Cases(_) => Type::String,
            Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) | Shape::Own(_) => Type::String,
        },
        Type::String | Type::Integer | Type::Double | Type::Boolean(_) => ty.clone(),
        Type::Decimal | Type::Money | Type::Timestamp => ty.clone(),
        Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64 => ty.clone(),
        Type::Order | Type::Pagination => ty.clone(),
    }
}
