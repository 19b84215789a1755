//! How an object is built: its constructor and setters.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::piece::{deprecated, docs, ident};
use super::scope::Scope;
use crate::rust::{Field, Item, Required, Struct, Ty};

pub(super) fn builder(name: &Ident, def: &Struct, doc: &str, scope: &Scope<'_>) -> TokenStream {
    let docs = docs(&[doc]);
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        def.fields.iter().partition(|field| field.required);
    let (args, values): (Vec<_>, Vec<_>) = match &def.required {
        Some(ty) => named(ty, &required),
        None => required.into_iter().map(|it| initial(it, scope)).unzip(),
    };
    let empty = quote!(crate::record::Record::empty());
    let made = match (values.is_empty(), optional.is_empty()) {
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

/// The argument of the constructor for a required field, and the field in a struct expression.
fn initial(field: &Field, scope: &Scope<'_>) -> (TokenStream, TokenStream) {
    let name = ident(&field.ident);
    let (ty, value) = argument(field, scope);
    let initial = match value {
        Some(value) => quote!(#name: #value),
        None => quote!(#name),
    };
    (quote!(#name: #ty), initial)
}

/// The one argument of a constructor whose required fields have names, and the fields in a struct expression.
fn named(ty: &str, required: &[&Field]) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (ty, lifetime) = (ident(ty), borrows(required).then(|| quote!(<'_>)));
    let values = required.iter().map(|field| {
        let name = ident(&field.ident);
        let owned = (field.ty == Ty::STRING).then(|| quote!(.to_owned()));
        let secret = field.secret.then(|| quote!(.into()));
        quote!(#name: required.#name #owned #secret)
    });
    (vec![quote!(required: #ty #lifetime)], values.collect())
}

/// The required fields of an object by name. Text is borrowed, so that a literal is enough.
pub(super) fn required(item: &Item, def: &Required, scope: &Scope<'_>) -> TokenStream {
    let (name, docs_of_all) = (ident(&item.ident), docs(&item.docs));
    let fields: Vec<&Field> = def.fields.iter().collect();
    let lifetime = borrows(&fields).then(|| quote!(<'a>));
    let fields = fields.into_iter().map(|field| {
        let (name, docs) = (ident(&field.ident), docs(&field.docs));
        let note = deprecated(field.deprecated.as_ref());
        let ty = match field.ty == Ty::STRING {
            true => quote!(&'a str),
            false => scope.ty(&field.ty),
        };
        quote!(#docs #note pub #name: #ty,)
    });
    quote! {
        #docs_of_all
        pub struct #name #lifetime { #(#fields)* }
    }
}

fn borrows(required: &[&Field]) -> bool {
    required.iter().any(|field| field.ty == Ty::STRING)
}

fn setter(field: &Field, scope: &Scope<'_>) -> TokenStream {
    let (name, setter) = (ident(&field.ident), ident(&field.setter));
    let note = deprecated(field.deprecated.as_ref());
    let docs = docs(&field.setter_doc);
    let (ty, value) = argument(field, scope);
    let mut value = value.unwrap_or_else(|| quote!(#name));
    if !field.family {
        let some = scope.item("std::option::Option::Some");
        value = quote!(#some(#value));
    }
    quote! {
        #docs
        #note
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// The type of an argument, and what becomes of it; none if it is the value. A list is taken as anything that yields its
/// elements, a map as anything that yields keys with values.
fn argument(field: &Field, scope: &Scope<'_>) -> (TokenStream, Option<TokenStream>) {
    let (name, ty) = (ident(&field.ident), scope.ty(&field.ty));
    let into = scope.item("std::convert::Into");
    let iterator = scope.item("std::iter::IntoIterator");
    let element = |of: &Ty| match (field.into, scope.ty(of)) {
        (true, of) => quote!(impl #into<#of>),
        (false, of) => of,
    };
    let (arg, value) = match &field.ty {
        Ty::Vec(item) => {
            let item = element(item);
            let convert = field.into.then(|| quote!(.map(#into::into)));
            let value = quote!(#name.into_iter() #convert.collect());
            (quote!(impl #iterator<Item = #item>), Some(value))
        }
        Ty::Map(value) => {
            let (key, value) = (scope.ty(&Ty::STRING), element(value));
            let convert = field.into.then(|| quote!(.into()));
            let entry = quote!(|(key, value)| (key.into(), value #convert));
            let entries = quote!(impl #iterator<Item = (impl #into<#key>, #value)>);
            let value = quote!(#name.into_iter().map(#entry).collect());
            (entries, Some(value))
        }
        whole => (element(whole), field.into.then(|| quote!(#name.into()))),
    };
    if !field.secret {
        return (arg, value);
    }
    let value = value.unwrap_or_else(|| quote!(#name));
    let secret = quote!({
        let secret: #ty = #value;
        secret.into()
    });
    (arg, Some(secret))
}
