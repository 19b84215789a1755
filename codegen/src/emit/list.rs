//! What a list takes: its filter and its order.

use quote::quote;

use super::{Piece, Table, docs, ident, literal, text};
use crate::rust::{Filter, Order};

pub(super) fn filter(item: &Filter, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let of = if item.triples {
        quote!(crate::runtime::Triples)
    } else {
        quote!(crate::runtime::Conditions)
    };
    pieces.push(Piece::Tokens(quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name(#of);
    }));
    let kind = match (item.triples, item.groups) {
        (true, _) => "triples",
        (false, true) => "groups",
        (false, false) => "flat",
    };
    let head = [
        format!("operators: {}", item.operators.join(" ")),
        format!("{kind}{}", if item.open { " open" } else { "" }),
    ];
    let columns = item.columns.iter().map(|column| {
        let ty = column.ty.as_ref().map_or_else(String::new, text);
        format!("{}: {ty} => {}", column.ident, literal(&column.wire))
    });
    pieces.push(Piece::Table(Table {
        macro_name: "filter",
        ident: item.ident.clone(),
        rows: head.into_iter().chain(columns).collect(),
    }));
}

pub(super) fn order(item: &Order, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    pieces.push(Piece::Tokens(quote! {
        #docs
        #[derive(Clone, Default, PartialEq)]
        pub struct #name(crate::Order);
    }));
    let columns = item.columns.iter();
    pieces.push(Piece::Table(Table {
        macro_name: "order",
        ident: item.ident.clone() + if item.open { " open" } else { "" },
        rows: columns
            .map(|column| format!("{} => {}", column.ident, literal(&column.wire)))
            .collect(),
    }));
}
