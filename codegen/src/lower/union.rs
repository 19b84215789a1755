//! Unions: an enum with a variant for each member.

use super::doc::describe;
use super::lowering::{Lowering, Side};
use crate::model::{Kind, Type};
use crate::names;
use crate::rust::{Item, Member, Path, Ty, Union};

const KINDS: [Kind; 5] = [
    Kind::Boolean,
    Kind::Number,
    Kind::String,
    Kind::Array,
    Kind::Object,
];

impl Lowering<'_> {
    /// The union, and the types of its members that have no name of their own.
    pub(super) fn union(&self, ident: &str, members: &[Type], side: Side) -> (Union, Vec<Item>) {
        let kinds = members.iter().filter_map(|member| self.kind(member));
        let kinds: Vec<Kind> = kinds.collect();
        let name = names::member_type(ident);
        let lowered = members.iter().zip(&kinds).map(|(member, kind)| {
            let ty = self.ty(member, &|| Path::here(name.clone()), side);
            let meaning = KINDS
                .iter()
                .filter(|found| meant(**found, &kinds) == Some(*kind));
            Member {
                ident: names::member(member),
                docs: vec![sentence(&describe(&ty))],
                kinds: meaning.map(kind_name).collect(),
                from: match ty {
                    Ty::I64 => Some(Ty::I32),
                    Ty::String => Some(Ty::Str),
                    _ => None,
                },
                ty,
            }
        });
        let nested = members.iter().filter_map(Type::inline).flat_map(|shape| {
            let doc = format!("One of what [`{ident}`] may be.");
            self.shape(name.clone(), vec![doc], shape, side)
        });
        let words = kinds.iter().map(|kind| kind_name(kind).to_lowercase());
        let words: Vec<String> = words.collect();
        let union = Union {
            kinds: words.join(" or "),
            members: lowered.collect(),
        };
        (union, nested.collect())
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

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Boolean => "Boolean",
        Kind::Number => "Number",
        Kind::String => "String",
        Kind::Array => "Array",
        Kind::Object => "Object",
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str() + "."
}
