//! Which types stand in requests.

use std::collections::{BTreeMap, BTreeSet};

use super::{Api, Type, TypeDef, TypeRef};

impl Api {
    /// The types with a name that a request can hold; the others are only received.
    pub(crate) fn sent(&self) -> BTreeSet<TypeRef> {
        let (types, mut sent) = (self.types(), BTreeSet::new());
        let params = self.methods.iter().flat_map(|method| &method.params.fields);
        for param in params {
            mark(&param.ty, &types, &mut sent);
        }
        sent
    }
}

fn mark(ty: &Type, types: &BTreeMap<TypeRef, &TypeDef>, sent: &mut BTreeSet<TypeRef>) {
    let shape = match ty.named() {
        None => ty.inline(),
        Some(name) if sent.insert(name.clone()) => types.get(name).map(|def| &def.shape),
        Some(_) => None,
    };
    for ty in shape.into_iter().flat_map(|shape| shape.types()) {
        mark(ty, types, sent);
    }
}
