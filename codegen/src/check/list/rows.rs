//! What a list answers.

use std::collections::BTreeMap;

use crate::model::{Field, Shape, Type, TypeDef, TypeRef};

/// The fields of the objects of a list, or of a map.
pub(super) fn items<'a>(
    ty: &'a Type,
    types: &BTreeMap<TypeRef, &'a TypeDef>,
) -> Option<&'a [Field]> {
    match ty {
        Type::List(item) | Type::Map(item) => fields_of(item, types),
        _ => None,
    }
}

pub(super) fn fields_of<'a>(
    ty: &'a Type,
    types: &BTreeMap<TypeRef, &'a TypeDef>,
) -> Option<&'a [Field]> {
    let shape = match ty {
        Type::Named(name) => &types.get(name)?.shape,
        Type::Inline(shape) => shape,
        Type::Nullable(ty) => return fields_of(ty, types),
        _ => return None,
    };
    match shape {
        Shape::Object(fields) => Some(fields),
        _ => None,
    }
}

pub(super) fn is_mistaken(ty: &Type, types: &BTreeMap<TypeRef, &TypeDef>) -> bool {
    match ty {
        Type::List(ty) | Type::Map(ty) | Type::Nullable(ty) => is_mistaken(ty, types),
        Type::Inline(shape) => matches!(**shape, Shape::Mistaken),
        Type::Named(name) => {
            let def = types.get(name);
            def.is_none_or(|def| matches!(def.shape, Shape::Mistaken))
        }
        _ => false,
    }
}
