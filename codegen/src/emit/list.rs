//! What a list takes: its filter, its order.

use quote::quote;

use super::table::literal;
use super::{Piece, Scope, Table, docs, ident};
use crate::rust::{Conditions, Filter, Order};

pub(super) fn filter(item: &Filter, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let (of, kind) = match item.conditions {
        Conditions::Flat => (quote!(Conditions), "flat"),
        Conditions::Groups => (quote!(Conditions), "groups"),
        Conditions::Triples => (quote!(Triples), "triples"),
    };
    let newtype = quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name(crate::runtime::#of);
    };
    pieces.push(newtype.into());
    let head = [
        format!("operators: {}", item.operators.join(" ")),
        format!("{kind}{}", if item.open { " open" } else { "" }),
    ];
    let columns = item.columns.iter().map(|(column, ty)| {
        format!(
            "{}: {} => {}",
            column.ident,
            scope.text(ty),
            literal(&column.wire)
        )
    });
    let table = Table {
        macro_name: "filter",
        head: item.ident.clone(),
        rows: head.into_iter().chain(columns).collect(),
    };
    pieces.push(table.into());
}

pub(super) fn order(item: &Order, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let newtype = quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name(crate::Order);
    };
    pieces.push(newtype.into());
    let columns = item.columns.iter();
    let rows = columns.map(|column| format!("{} => {}", column.ident, literal(&column.wire)));
    let table = Table {
        macro_name: "order",
        head: format!("{}{}", item.ident, if item.open { " open" } else { "" }),
        rows: rows.collect(),
    };
    pieces.push(table.into());
}
