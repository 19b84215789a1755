//! Where what a list names stands.

use super::List;
use crate::check::type_at;
use crate::diag::Spot;
use crate::model::Type;
use crate::place::Place;

impl List<'_, '_> {
    /// Where a field is named first: among `names`, or among those that all parts have.
    pub(super) fn first(&self, place: &Place<'_>, names: &[String], name: &str) -> Option<Spot> {
        if let Some(index) = self.fields.iter().position(|field| field == name) {
            let list = self.root.key("list");
            return list.key("fields").index(index).at_value();
        }
        let index = names.iter().position(|other| other == name)?;
        place.index(index).at_value()
    }

    /// A name that stands in a list of `names`, and before that in it or elsewhere.
    pub(super) fn twice(&mut self, place: &Place<'_>, names: &[String], index: usize) {
        let name = &names[index];
        let error = place
            .index(index)
            .value_error("E0701", format!("`{name}` is named twice"));
        let first = self.first(place, names, name);
        self.report(error.also(first, "here first").help("remove one of them"));
    }

    /// Where it is said that a field of the rows is required.
    pub(super) fn declared(&self, rows: &Type, wire: &str) -> Option<Spot> {
        match rows {
            Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => self.declared(ty, wire),
            Type::Named(name) => type_at(self.files, name, &["fields", wire, "required"]),
            _ => None,
        }
    }
}
