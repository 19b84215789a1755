//! Open enums, error enums and identifiers.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::literal;
use super::{Piece, Scope, Table, docs, ident};
use crate::rust::{Enum, EnumKind, Id, Ty, Variant, Wire};

pub(super) fn emit(item: &Enum, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs_of_enum) = (ident(&item.ident), docs(&item.docs));
    let variants = item.variants.iter().map(variant);
    let unknown_doc = docs(&[item.unknown_doc]);
    let (macro_name, value) = match item.kind {
        EnumKind::Strings => ("string_enum", Ty::String),
        EnumKind::Integers => ("integer_enum", Ty::I64),
        EnumKind::Errors => ("error_code", Ty::String),
    };
    let (unknown, value) = (scope.item("crate::Unknown"), scope.ty(&value));
    let open = quote! {
        #docs_of_enum
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown_doc
            Unknown(#unknown<#value>),
        }
    };
    pieces.push(open.into());
    let wires = item
        .variants
        .iter()
        .filter_map(|it| Some((&it.ident, wire(it.wire.as_ref()?))));
    let rows = wires
        .enumerate()
        .map(|(index, (ident, wire))| format!("{index}: {ident} => {wire}"));
    let table = Table {
        macro_name,
        head: item.ident.clone(),
        rows: rows.collect(),
    };
    pieces.push(table.into());
}

fn variant(variant: &Variant) -> TokenStream {
    let (name, docs) = (ident(&variant.ident), docs(&variant.docs));
    quote!(#docs #name,)
}

/// What stands for a variant in its row.
fn wire(wire: &Wire) -> String {
    match wire {
        Wire::Text(text) => literal(text),
        Wire::Integer(value) => value.to_string(),
        Wire::Code {
            code,
            statuses,
            templates,
        } => {
            let statuses = statuses.iter().map(|status| format!(" {status}"));
            let templates: Vec<String> = templates.iter().map(|text| literal(text)).collect();
            let colon = if templates.is_empty() { "" } else { ": " };
            literal(code) + &statuses.collect::<String>() + colon + &templates.join(" ")
        }
    }
}

pub(super) fn emit_id(item: &Id, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let (copy, of, table) = if item.integer {
        (Some(quote!(Copy,)), scope.ty(&Ty::I64), quote!(integer_id))
    } else {
        (None, scope.ty(&Ty::String), quote!(string_id))
    };
    let newtype = quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(#of);
    };
    pieces.push(newtype.into());
    pieces.push(quote!(crate::runtime::#table!(#name);).into());
}
