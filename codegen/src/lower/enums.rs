//! Sets of values: open enums.

use super::lowering::Lowering;
use crate::docs;
use crate::model::{Select, Value};
use crate::names;
use crate::rust::{Def, Enum, EnumKind, Variant, Wire};

impl Lowering<'_> {
    pub(super) fn strings(&self, values: &[Value]) -> Def {
        let values = values.iter();
        let variants = values.map(|it| self.text(names::value(it), &it.doc, &it.wire));
        open_enum(EnumKind::Strings, variants.collect())
    }

    pub(super) fn integers(&self, values: &[(i64, Value)]) -> Def {
        let variants = values.iter().map(|(number, value)| {
            let ident = names::integer_value(*number, value);
            self.variant(ident, &value.doc, &value.wire, Wire::Integer(*number))
        });
        open_enum(EnumKind::Integers, variants.collect())
    }

    pub(super) fn select(&self, select: &Select) -> Def {
        let all = select.all.iter();
        let all = all.map(|wire| self.text(names::ALL.to_owned(), "All of them.", wire));
        let columns = select.columns.iter().filter(|column| !column.is_family());
        let columns = columns.map(|it| self.text(names::select_variant(it), &it.doc, &it.wire));
        open_enum(EnumKind::Strings, all.chain(columns).collect())
    }

    fn text(&self, ident: String, doc: &str, wire: &str) -> Variant {
        self.variant(ident, doc, wire, Wire::Text(wire.to_owned()))
    }

    fn variant(&self, ident: String, doc: &str, text: &str, wire: Wire) -> Variant {
        let docs = docs::named(doc, text, &self.links);
        let wire = Some(wire);
        Variant { ident, docs, wire }
    }
}

pub(super) fn open_enum(kind: EnumKind, variants: Vec<Variant>) -> Def {
    Def::Enum(Enum {
        kind,
        variants,
        unknown_doc: match kind {
            EnumKind::Errors => "A code that this version of the crate does not know.",
            _ => "A [value](crate#unknown-values) that this version of the crate does not know.",
        },
    })
}
