//! Objects: the struct, its constructor and setters, its table of fields.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::method::method;
use super::piece::{Piece, deprecated, docs, flag, ident, literal, table};
use super::scope::Scope;
use crate::rust::{Detail, Details, Field, Item, Limits, Struct, Ty};

pub(super) fn object(item: &Item, def: &Struct, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let note = deprecated(def.deprecated.as_ref());
    let fields = def.fields.iter().map(|it| field(it, scope));
    let object = quote! {
        #docs
        #note
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    };
    pieces.push(object.into());
    let constructor = def.constructor.as_ref();
    pieces.extend(constructor.map(|doc| builder(&name, def, doc, scope).into()));
    let is_default = constructor.is_some() && def.fields.iter().all(|field| !field.required);
    let default = if is_default { ": Default" } else { "" };
    let positional = flag("positional", def.positional);
    let head = format!("{}{positional}{default}", item.ident);
    let rows = def.fields.iter().enumerate().map(row);
    pieces.push(table("record", &head, rows));
    if let Some(of) = &def.method {
        method(&item.ident, of, scope, pieces);
    }
}

/// What the messages of errors say.
pub(super) fn details(item: &Item, def: &Details, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (name, docs) = (ident(&item.ident), docs(&item.docs));
    let fields = def.fields.iter().map(|it| detail(it, scope));
    let details = quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name<'a> { #(#fields)* }
    };
    let head = format!("{} for {}", item.ident, def.error);
    let rows = def.fields.iter().map(|field| {
        let (name, wire) = (&field.ident, literal(&field.placeholder));
        format!("{name} => {wire}{}", flag("list", field.list))
    });
    pieces.extend([details.into(), table("error_details", &head, rows)]);
}

fn detail(field: &Detail, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&field.ident), docs(&field.docs));
    let option = scope.item("std::option::Option");
    let list = scope.item("std::vec::Vec");
    let ty = match field.list {
        true => quote!(#list<&'a str>),
        false => quote!(&'a str),
    };
    quote!(#docs pub #name: #option<#ty>,)
}

fn field(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, docs) = (ident(&field.ident), docs(&field.docs));
    let note = deprecated(field.deprecated.as_ref());
    let mut ty = scope.ty(&field.ty);
    if field.secret {
        let secret = scope.item("crate::Secret");
        ty = quote!(#secret<#ty>);
    }
    if !(field.required || field.family) {
        let option = scope.item("std::option::Option");
        ty = quote!(#option<#ty>);
    }
    quote!(#docs #note pub #name: #ty,)
}

fn row((index, field): (usize, &Field)) -> String {
    let flags = [
        flag("required", field.required),
        flag("secret", field.secret),
        flag("family", field.family),
    ];
    let limits = limits(&field.limits).join(" ");
    let colon = if limits.is_empty() { "" } else { ": " };
    let (name, wire, flags) = (&field.ident, literal(&field.wire), flags.concat());
    format!("{index}: {name} => {wire}{flags}{colon}{limits}")
}

fn limits(limits: &Limits) -> Vec<String> {
    let (least, most) = (limits.min_length, limits.max_length);
    let pattern = limits.pattern.as_ref();
    let limits = [
        limits.min.map(|min| format!("min({min:?})")),
        limits.max.map(|max| format!("max({max:?})")),
        least.map(|length| format!("min_length({length})")),
        most.map(|length| format!("max_length({length})")),
        pattern.map(|pattern| format!("pattern({pattern:?})")),
    ];
    limits.into_iter().flatten().collect()
}

fn builder(name: &Ident, def: &Struct, doc: &str, scope: &Scope<'_>) -> TokenStream {
    let docs = docs(&[doc]);
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        def.fields.iter().partition(|field| field.required);
    let args = required.iter().map(|it| arg(it, scope));
    let values = required.iter().map(|it| initial(it, scope));
    let empty = quote!(crate::record::Record::empty());
    let made = match (required.is_empty(), optional.is_empty()) {
        (true, _) => empty,
        (false, true) => quote!(Self { #(#values),* }),
        (false, false) => quote!(Self { #(#values,)* ..#empty }),
    };
    let setters = optional.iter().map(|it| setter(it, scope));
    quote! {
        impl #name {
            #docs
            #[must_use]
            pub fn new(#(#args),*) -> Self {
                #made
            }
            #(#setters)*
        }
    }
}

/// A required field in the constructor.
fn initial(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let is_list = matches!(field.ty, Ty::Vec(_) | Ty::Map(_));
    if !(field.secret || field.into || is_list) {
        return quote!(#name);
    }
    let value = value(field, scope);
    quote!(#name: #value)
}

fn setter(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, setter) = (ident(&field.ident), ident(&field.setter));
    let (arg, note) = (arg(field, scope), deprecated(field.deprecated.as_ref()));
    let doc = field.ident.trim_start_matches("r#");
    let docs = docs(&[format!("Sets the field `{doc}`.")]);
    let mut value = value(field, scope);
    if !field.family {
        let some = scope.item("std::option::Option::Some");
        value = quote!(#some(#value));
    }
    quote! {
        #docs
        #note
        #[must_use]
        pub fn #setter(mut self, #arg) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// A list is taken as anything that yields its elements, a map as anything that yields keys with values.
fn arg(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let element = |of: &Ty| element(of, field.into, scope);
    let item = match &field.ty {
        Ty::Vec(item) => element(item),
        Ty::Map(value) => {
            let (key, value) = (self::element(&Ty::STRING, true, scope), element(value));
            quote!((#key, #value))
        }
        whole => {
            let ty = element(whole);
            return quote!(#name: #ty);
        }
    };
    let iterator = scope.item("std::iter::IntoIterator");
    quote!(#name: impl #iterator<Item = #item>)
}

fn element(of: &Ty, into: bool, scope: &Scope<'_>) -> TokenStream {
    let of = scope.ty(of);
    if !into {
        return of;
    }
    let into = scope.item("std::convert::Into");
    quote!(impl #into<#of>)
}

/// What becomes of the argument.
fn value(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let value = match (&field.ty, field.into) {
        (Ty::Vec(_), true) => {
            let into = scope.item("std::convert::Into");
            quote!(#name.into_iter().map(#into::into).collect())
        }
        (Ty::Vec(_), false) => quote!(#name.into_iter().collect()),
        (Ty::Map(_), into) => {
            let value = into.then(|| quote!(.into()));
            quote!(#name.into_iter().map(|(key, value)| (key.into(), value #value)).collect())
        }
        (_, true) => quote!(#name.into()),
        (_, false) => quote!(#name),
    };
    if !field.secret {
        return value;
    }
    let ty = scope.ty(&field.ty);
    quote!({
        let secret: #ty = #value;
        secret.into()
    })
}
