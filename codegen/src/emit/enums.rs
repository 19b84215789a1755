//! Open enums, error enums, unions and identifiers.

use quote::quote;

use super::piece::{Piece, docs, ident, literal, table};
use super::scope::Scope;
use crate::rust::{Cases, CodeRow, Enum, EnumKind, Id, Item, Member, Ty, Union, Wire};

pub(super) fn open(item: &Item, def: &Enum, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs_of_enum) = (ident(&item.ident), docs(&item.docs));
    let variants = def.variants.iter().map(|variant| {
        let (name, docs) = (ident(&variant.ident), docs(&variant.docs));
        quote!(#docs #name,)
    });
    let unknown_doc = docs(&[def.unknown_doc]);
    let (macro_name, value) = match def.kind {
        EnumKind::Strings => ("string_enum", Ty::STRING),
        EnumKind::Integers => ("integer_enum", Ty::I64),
        EnumKind::Errors => ("error_code", Ty::STRING),
    };
    let (unknown, value) = (scope.item("crate::Unknown"), scope.ty(&value));
    let copy = matches!(def.kind, EnumKind::Integers).then(|| quote!(, Copy));
    let open = quote! {
        #docs_of_enum
        #[derive(Clone #copy)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown_doc
            Unknown(#unknown<#value>),
        }
    };
    let variants = def.variants.iter();
    let listed = variants.filter_map(|it| Some((&it.ident, it.wire.as_ref()?)));
    let rows = listed.enumerate().map(|(at, (ident, wire))| match wire {
        Wire::NoCode { rows } => ident.to_owned() + &codes(rows),
        wire => format!("{at}: {ident} => {}", self::wire(wire)),
    });
    pieces.extend([open.into(), table(macro_name, &item.ident, rows)]);
}

/// What stands for a variant in its row.
fn wire(wire: &Wire) -> String {
    match wire {
        Wire::Text(text) => literal(text),
        Wire::Integer(value) => value.to_string(),
        Wire::Code { code, rows } => literal(code) + &codes(rows),
        Wire::NoCode { rows } => codes(rows),
    }
}

/// The rows of an error: ` [404; "Not found."]` each.
fn codes(rows: &[CodeRow]) -> String {
    let row = |row: &CodeRow| {
        let status = row
            .status
            .map_or_else(String::new, |status| status.to_string());
        let message = row.message.as_ref().map_or_else(String::new, literal);
        let facts = [("Fixed", row.fixed), ("Told", row.told)];
        let facts = facts.iter().filter(|(_, is)| *is).map(|(fact, _)| *fact);
        let fields: Vec<String> = row.fields.iter().map(literal).collect();
        let parts = [
            status,
            message,
            facts.collect::<Vec<_>>().join(" "),
            fields.join(" "),
        ];
        let parts = parts.join("; ");
        format!(" [{}]", parts.trim_end_matches([';', ' ']))
    };
    rows.iter().map(row).collect()
}

pub(super) fn union(item: &Item, def: &Union, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs_of_enum) = (ident(&item.ident), docs(&item.docs));
    let variants = def.members.iter().map(|member| {
        let (name, docs) = (ident(&member.ident), docs(&member.docs));
        let ty = scope.ty(&member.ty);
        quote!(#docs #name(#ty),)
    });
    let union = quote! {
        #docs_of_enum
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    };
    let kinds = format!("kinds: {}", literal(&def.kinds));
    let rows = def.members.iter().map(|it| member(it, scope));
    let rows = table("union", &item.ident, [kinds].into_iter().chain(rows));
    pieces.extend([union.into(), rows]);
}

fn member(member: &Member, scope: &Scope<'_>) -> String {
    let ty = scope.text(&member.ty);
    let from = member.from.as_ref();
    let from = from.map_or_else(String::new, |from| format!(", from {}", scope.text(from)));
    let kinds = member.kinds.iter().map(|kind| format!(" {kind:?}"));
    let kinds: String = kinds.collect();
    format!("{}: {ty}{from} =>{kinds}", member.ident)
}

pub(super) fn cases(item: &Item, def: &Cases, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs_of_enum) = (ident(&item.ident), docs(&item.docs));
    let variants = def.cases.iter().map(|case| {
        let (name, docs, ty) = (ident(&case.ident), docs(&case.docs), scope.ty(&case.ty));
        quote!(#docs #name(#ty),)
    });
    let (other_doc, json) = (docs(&["Any other, as it arrives."]), scope.ty(&Ty::JSON));
    let cases = quote! {
        #docs_of_enum
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #other_doc
            Other(#json),
        }
    };
    let head = format!("{} by {}", item.ident, literal(&def.by));
    let rows = def.cases.iter().map(|case| {
        let values = case
            .values
            .iter()
            .map(|value| format!(" {}", literal(value)));
        let values: String = values.collect();
        format!("{}: {} =>{values}", case.ident, scope.text(&case.ty))
    });
    pieces.extend([cases.into(), table("cases", &head, rows)]);
}

pub(super) fn id(item: &Item, def: &Id, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let (copy, of, macro_name) = if def.integer {
        (Some(quote!(Copy,)), scope.ty(&Ty::I64), "integer_id")
    } else {
        (None, scope.ty(&Ty::STRING), "string_id")
    };
    let newtype = quote! {
        #docs
        #[derive(Clone, #copy Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(#of);
    };
    let table = if def.from.is_empty() {
        let macro_name = ident(macro_name);
        quote!(crate::runtime::#macro_name!(#name);).into()
    } else {
        let rows = def.from.iter().map(|narrow| format!("from {narrow}"));
        table(macro_name, &item.ident, rows)
    };
    pieces.extend([newtype.into(), table]);
}
