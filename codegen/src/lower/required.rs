//! Required fields that are named where an object is built, because their places would be mistaken.

use crate::model::Object;
use crate::names;
use crate::rust::{Def, Field, Item, Required};

/// The type that names the required fields of the object `ident`, if they need names.
pub(super) fn item(ident: &str, object: &Object, fields: &[Field]) -> Option<Item> {
    object.names_required().then(|| {
        let required = fields.iter().filter(|field| field.required);
        let fields = required.cloned().collect();
        Item {
            ident: names::required(ident),
            docs: vec![format!("What [`{ident}::new`] takes, by name.")],
            def: Def::Required(Required { fields }),
        }
    })
}
