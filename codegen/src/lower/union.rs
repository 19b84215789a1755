//! Unions: an enum with a variant for each member.

use super::doc::{describe, sentence};
use super::lowering::{Lowering, Side};
use crate::docs::own;
use crate::model::{Kind, Type};
use crate::names;
use crate::rust::{Item, Member, Path, Ty, Union};

/// What becomes a member beside its own type.
const ALSO_FROM: [(Ty, Ty); 2] = [(Ty::I64, Ty::I32), (Ty::STRING, Ty::STR)];

/// For each kind of value, the members that it means where there is none of its own kind, as the server is known to send
/// it in their place.
const STAND_INS: [(Kind, &[Kind]); 5] = [
    (Kind::Boolean, &[]),
    (Kind::Number, &[Kind::String, Kind::Boolean]),
    (Kind::String, &[Kind::Number, Kind::Boolean]),
    (Kind::Array, &[Kind::Object]),
    (Kind::Object, &[Kind::Array]),
];

impl Lowering<'_> {
    /// The union, and the types of its members that have no name of their own.
    pub(super) fn union(&self, ident: &str, members: &[Type], side: Side) -> (Union, Vec<Item>) {
        let kinds = members.iter().filter_map(|member| self.kind(member));
        let kinds: Vec<Kind> = kinds.collect();
        let name = names::member_type(ident);
        let lowered = members.iter().zip(&kinds).map(|(member, kind)| {
            let ty = self.ty(member, &|| Path::here(name.clone()), side);
            let meaning = STAND_INS.iter().filter(|(found, others)| {
                // A boolean in any notation.
                if *found == Kind::Boolean && matches!(member, Type::Boolean(_)) {
                    return true;
                }
                let mut candidates = [found].into_iter().chain(*others);
                candidates.find(|candidate| kinds.contains(candidate)) == Some(kind)
            });
            Member {
                ident: names::member(member),
                docs: vec![sentence(&describe(&ty))],
                kinds: meaning.map(|(found, _)| *found).collect(),
                from: (ALSO_FROM.into_iter()).find_map(|(of, from)| (of == ty).then_some(from)),
                ty,
            }
        });
        let nested = members.iter().filter_map(Type::inline).flat_map(|shape| {
            let doc = format!("One of what {} may be.", own(ident));
            self.shape(name.clone(), vec![doc], shape, side)
        });
        let words = kinds.iter().map(|kind| format!("{kind:?}").to_lowercase());
        let words: Vec<String> = words.collect();
        let union = Union {
            kinds: words.join(" or "),
            members: lowered.collect(),
        };
        (union, nested.collect())
    }
}
