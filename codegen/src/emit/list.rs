//! What a list takes: its filter, its order.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::{Piece, docs, flag, ident, literal, notation, table};
use super::scope::Scope;
use crate::rust::{Conditions, Filter, Item, Order};

pub(super) fn filter(item: &Item, def: &Filter, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (of, kind) = match def.conditions {
        Conditions::Flat => (quote!(crate::runtime::Conditions), "flat"),
        Conditions::Groups => (quote!(crate::runtime::Conditions), "groups"),
        Conditions::Triples => (quote!(crate::runtime::Triples), "triples"),
    };
    let operators = def.operators.iter().map(|(name, spelling)| match spelling {
        Some(spelling) => format!("{name}({})", literal(spelling)),
        None => name.clone(),
    });
    let operators: Vec<String> = operators.collect();
    let head = [
        format!("operators: {}", operators.join(" ")),
        format!("{kind}{}", flag("open", def.open)),
    ];
    let columns = def.columns.iter().map(|(column, ty, notation)| {
        let (name, ty) = (&column.ident, scope.text(ty));
        let notation = self::notation(*notation);
        format!("{name}: {ty} => {}{notation}", literal(&column.wire))
    });
    let demands = def.demands.iter().map(|demand| {
        let (name, ty) = (&demand.column.ident, scope.text(&demand.ty));
        let (operator, wire) = (literal(demand.operator), literal(&demand.column.wire));
        let notation = notation(demand.notation);
        format!("{name}: {ty} => {operator} {wire}{notation}")
    });
    let demands: Vec<String> = demands.collect();
    let name = match demands.is_empty() {
        true => item.ident.clone(),
        false => format!("{}({})", item.ident, demands.join(", ")),
    };
    let rows = table("filter", &name, head.into_iter().chain(columns));
    pieces.extend([newtype(item, &of), rows]);
}

pub(super) fn order(item: &Item, def: &Order, pieces: &mut Vec<Piece>) {
    let columns = def.columns.iter();
    let rows = columns.map(|column| format!("{} => {}", column.ident, literal(&column.wire)));
    let rows = table("order", &item.ident, rows);
    pieces.extend([newtype(item, &quote!(crate::Order)), rows]);
}

fn newtype(item: &Item, of: &TokenStream) -> Piece {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let newtype = quote! {
        #docs
        #[derive(Clone, PartialEq)]
        pub struct #name(#of);
    };
    newtype.into()
}
