//! The fields that errors of REST 3 are about.

use std::collections::BTreeSet;

use crate::check::context::{Checker, Types};
use crate::check::name::one_of;
use crate::model::{Object, Shape, Type};
use crate::place::Place;
use crate::raw::{ErrorRows, MethodSpec};

impl Checker<'_> {
    /// What an error of REST 3 is about is a parameter, or a field in one.
    pub(in crate::check) fn fields_of_errors(
        &self,
        root: Place<'_>,
        spec: &MethodSpec,
        params: &Object,
        types: &Types,
    ) {
        let rows = spec.errors.0.iter().filter_map(|(code, rows)| match rows {
            ErrorRows::Own(rows) => Some((root.key("errors").key(code), rows)),
            ErrorRows::Word(_) => None,
        });
        let rows = rows.flat_map(|(at, rows)| {
            let all = rows.as_slice().iter().enumerate();
            all.map(move |(index, row)| (one_of(at, rows, index), row))
        });
        let mut rows = rows.filter(|(_, row)| !row.fields().is_empty()).peekable();
        if rows.peek().is_none() {
            return;
        }
        let Some(known) = fields_within(params, types) else {
            return;
        };
        for (at, row) in rows {
            for field in row.fields() {
                let last = field.rsplit('.').next().unwrap_or_default();
                if !known.contains(&last) {
                    let message = format!("the request has no field `{field}`");
                    let error = at.key("field").value_error("E0833", message);
                    let error = error.help("name a parameter, or a field in one");
                    self.report(error.suggest(last, known.iter().copied()));
                }
            }
        }
    }
}

/// The names of the parameters, and of all fields in them; none if any name may stand there.
fn fields_within<'t>(params: &'t Object, types: &'t Types) -> Option<BTreeSet<&'t str>> {
    let (mut names, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut open = vec![&params.fields];
    while let Some(fields) = open.pop() {
        for field in fields {
            names.insert(field.wire.as_str());
            let shape = match field.ty.named() {
                Some(name) if !seen.insert(name) => None,
                Some(name) => types.get(name),
                None => field.ty.inline(),
            };
            match shape {
                Some(Shape::Object(object)) => open.push(&object.fields),
                Some(Shape::Filter(filter)) => {
                    let columns = filter.columns.iter();
                    names.extend(columns.map(|(column, _)| column.wire.as_str()));
                }
                Some(_) => {}
                None if field.is_family() || has_any_key(&field.ty) => return None,
                None if matches!(field.ty, Type::Pagination) => {
                    names.extend(["page", "limit", "offset"])
                }
                None => {}
            }
        }
    }
    Some(names)
}

/// Whether an object with fields that nobody knows may stand there.
fn has_any_key(ty: &Type) -> bool {
    match ty {
        Type::Json | Type::Map(_) => true,
        Type::List(ty) | Type::Nullable(ty) => has_any_key(ty),
        _ => false,
    }
}
