//! Unions: an enum with a variant for each member.

use super::Lowering;
use super::method::describe;
use super::types::Side;
use crate::model::{Kind, Type, TypeRef};
use crate::names;
use crate::rust::{Item, Member, Ty, Union};

const KINDS: [Kind; 5] = [
    Kind::Boolean,
    Kind::Number,
    Kind::String,
    Kind::Array,
    Kind::Object,
];

impl Lowering<'_> {
    pub(super) fn union(
        &self,
        ident: String,
        docs: Vec<String>,
        members: &[Type],
        side: Side,
        items: &mut Vec<Item>,
    ) -> Item {
        let kinds: Vec<Kind> = members
            .iter()
            .filter_map(|member| self.kind(member))
            .collect();
        let lowered = members.iter().zip(&kinds).map(|(member, kind)| {
            let name = names::member_type(&ident);
            let inner_docs = vec![format!("One of what [`{ident}`] may be.")];
            let ty = self.ty(member, &name, inner_docs, side, items);
            Member {
                ident: names::member(member),
                docs: vec![sentence(&describe(&ty))],
                kinds: KINDS
                    .into_iter()
                    .filter(|found| meant(*found, &kinds) == Some(*kind))
                    .map(kind_name)
                    .collect(),
                from: match ty {
                    Ty::I64 => Some(Ty::I32),
                    Ty::String => Some(Ty::Str),
                    _ => None,
                },
                ty,
            }
        });
        let members: Vec<Member> = lowered.collect();
        let words: Vec<&str> = kinds.iter().map(|kind| kind_word(*kind)).collect();
        Item::Union(Union {
            ident,
            docs,
            kinds: words.join(" or "),
            members,
        })
    }

    pub(super) fn kind(&self, ty: &Type) -> Option<Kind> {
        ty.kind(&|name: &TypeRef| self.types.get(name)?.shape.kind())
    }
}

/// The kind of the member that a value of a kind means: its own, or what the server is known to send in its place.
fn meant(found: Kind, kinds: &[Kind]) -> Option<Kind> {
    let others: &[Kind] = match found {
        Kind::Boolean => &[],
        Kind::Number => &[Kind::String, Kind::Boolean],
        Kind::String => &[Kind::Number, Kind::Boolean],
        Kind::Array => &[Kind::Object],
        Kind::Object => &[Kind::Array],
    };
    let mut candidates = [found].into_iter().chain(others.iter().copied());
    candidates.find(|candidate| kinds.contains(candidate))
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "Boolean",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::Array => "Array",
        Kind::Object => "Object",
    }
}

fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "boolean",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str() + "."
}
