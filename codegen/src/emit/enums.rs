//! Open enums, error enums and identifiers.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Part, Piece, Table, docs, ident, literal};
use crate::rust::{Enum, EnumKind, Id, Variant};

pub(super) fn emit(item: &Enum, pieces: &mut Vec<Piece>) {
    let (name, docs_of_enum) = (ident(&item.ident), docs(&item.docs));
    let variants = item.variants.iter().map(|it| Part(|| variant(it)));
    let unknown_doc = [item.unknown_doc];
    let unknown_doc = docs(&unknown_doc);
    let unknown = if item.kind == EnumKind::Integers {
        quote!(i64)
    } else {
        quote!(::std::string::String)
    };
    pieces.push(Piece::Tokens(quote! {
        #docs_of_enum
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown_doc
            Unknown(crate::Unknown<#unknown>),
        }
    }));
    let macro_name = match item.kind {
        EnumKind::Strings => "string_enum",
        EnumKind::Integers => "integer_enum",
        EnumKind::Errors => "error_code",
    };
    let listed = item.variants.iter().filter(|it| it.wire.is_some());
    let rows = listed.enumerate().map(|(index, it)| row(index, it));
    pieces.push(Piece::Table(Table {
        macro_name,
        ident: item.ident.clone(),
        rows: rows.collect(),
    }));
}

fn variant(variant: &Variant) -> TokenStream {
    let (name, docs) = (ident(&variant.ident), docs(&variant.docs));
    quote!(#docs #name,)
}

fn row(index: usize, variant: &Variant) -> String {
    let wire = variant.wire.as_deref().unwrap_or_default();
    let mut row = format!("{index}: {} => {wire}", variant.ident);
    for status in &variant.statuses {
        row += &format!(" {status}");
    }
    if !variant.templates.is_empty() {
        let templates: Vec<String> = variant.templates.iter().map(|text| literal(text)).collect();
        row += &format!(": {}", templates.join(" "));
    }
    row
}

pub(super) fn emit_id(item: &Id, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let (copy, of, table) = if item.integer {
        (Some(quote!(Copy,)), quote!(i64), quote!(integer_id))
    } else {
        (None, quote!(::std::string::String), quote!(string_id))
    };
    pieces.push(Piece::Tokens(quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(#of);
    }));
    pieces.push(Piece::Tokens(quote!(crate::runtime::#table!(#name);)));
}
