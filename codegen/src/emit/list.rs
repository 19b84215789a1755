//! What a list takes: its filter, its order.

use proc_macro2::TokenStream;
use quote::quote;

use super::piece::{Piece, docs, flag, ident, literal, table};
use super::scope::Scope;
use crate::rust::{Conditions, Filter, Item, Order};

pub(super) fn filter(item: &Item, def: &Filter, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (of, kind) = match def.conditions {
        Conditions::Flat => (quote!(crate::runtime::Conditions), "flat"),
        Conditions::Groups => (quote!(crate::runtime::Conditions), "groups"),
        Conditions::Triples => (quote!(crate::runtime::Triples), "triples"),
    };
    let head = [
        format!("operators: {}", def.operators.join(" ")),
        format!("{kind}{}", flag("open", def.open)),
    ];
    let columns = def.columns.iter().map(|(column, ty)| {
        let (name, ty) = (&column.ident, scope.text(ty));
        format!("{name}: {ty} => {}", literal(&column.wire))
    });
    let rows = table("filter", &item.ident, head.into_iter().chain(columns));
    pieces.extend([newtype(item, &of), rows]);
}

pub(super) fn order(item: &Item, def: &Order, pieces: &mut Vec<Piece>) {
    let head = item.ident.clone() + &flag("open", def.open);
    let columns = def.columns.iter();
    let rows = columns.map(|column| format!("{} => {}", column.ident, literal(&column.wire)));
    let rows = table("order", &head, rows);
    pieces.extend([newtype(item, &quote!(crate::Order)), rows]);
}

fn newtype(item: &Item, of: &TokenStream) -> Piece {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let newtype = quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name(#of);
    };
    newtype.into()
}
