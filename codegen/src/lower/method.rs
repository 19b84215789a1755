//! A method: its request, its errors, the types that are its own.

use super::doc;
use super::lowering::{Lowering, Side};
use super::required;
use crate::docs::{code, own};
use crate::model::{self, Object, Shape, Type};
use crate::names;
use crate::rust::{Column, Def, Item, Method, Paging, Path, Struct, Ty};

impl Lowering<'_> {
    pub(super) fn method(&self, method: &model::Method) -> Vec<Item> {
        let ident = names::request(method);
        let error = names::nested(&ident, "error");
        let result = names::nested(&ident, "result");
        let result_ty = &method.result.ty;
        let output = self.ty(result_ty, &|| Path::here(result.clone()), Side::Response);
        let fields = self.fields(&ident, &method.params.fields, Side::Request);
        let nested = self.nested(&ident, &method.params.fields, Side::Request);
        let required = required::item(&ident, &method.params, &fields);
        let mut docs = self.method_docs(method, &answer(method, &output));
        docs.extend(self.call_docs(method, &error, &fields));
        let request = Struct {
            deprecated: doc::deprecation(method.deprecated.as_ref()),
            fields,
            constructor: Some(doc::constructor("parameters", &method.params.fields)),
            required: required.as_ref().map(|item| item.ident.clone()),
            positional: method.positional,
            method: Some(Box::new(Method {
                name: method.name.clone(),
                version: method.version,
                scopes: method.scopes.clone(),
                effect: method.effect,
                batch: method.batch,
                context: method.context,
                envelope: method.result.envelope,
                unwrap: method.result.unwrap.clone(),
                any_of: method.params.any_of.clone(),
                paging: self.paging(method, &output),
                output,
                error: error.clone(),
            })),
        };
        let answers = result_ty.inline().map(|shape| {
            let doc = method.result.doc.as_deref();
            let derived = || vec![format!("What {} answers.", own(&ident))];
            let docs = doc.map_or_else(derived, |doc| self.prose(doc));
            self.shape(result, docs, shape, Side::Response)
        });
        let errors = self.method_errors(method, &ident, error);
        let def = Def::Struct(request);
        let mut items = vec![Item { ident, docs, def }];
        items.extend(required);
        items.extend(nested);
        items.extend(answers.into_iter().flatten());
        items.extend(self.type_items(&method.types, &method.path(), true));
        items.extend(errors);
        items
    }

    /// What every method shares.
    pub(super) fn system(&self) -> Vec<Item> {
        let system = &self.api.system;
        let doc = "Errors that any method may answer.".to_owned();
        let mut items = self.errors("SystemCode".to_owned(), doc, &system.errors);
        // It is an object like any other that is only received.
        let (fields, any_of) = (system.time.clone(), Vec::new());
        let time = Shape::Object(Object { fields, any_of });
        let docs = self.prose(&system.time_doc);
        items.extend(self.shape("Time".to_owned(), docs, &time, Side::Response));
        items
    }

    /// How the pages of a list follow each other.
    fn paging(&self, method: &model::Method, output: &Ty) -> Option<Paging> {
        let paging = method.paging.as_ref()?;
        let rows = match (&paging.items, output) {
            (None, output) => output.clone(),
            (Some(field), Ty::Path(path)) => {
                let inline = || path.beside(names::field_type(&path.ident, field));
                self.ty(&field.ty, &inline, Side::Response)
            }
            _ => return None,
        };
        let Ty::Vec(item) = rows else { return None };
        Some(Paging {
            style: paging.style.clone(),
            walk: paging.walk.clone(),
            size: paging.size,
            item: *item,
            rows: paging.items.as_ref().map(|field| {
                let (ident, wire) = (names::struct_field(field), field.wire.clone());
                (Column { ident, wire }, field.required)
            }),
        })
    }
}

/// What a method answers, in words.
fn answer(method: &model::Method, output: &Ty) -> String {
    let what = match method.result.ty {
        Type::Null => "nothing".to_owned(),
        _ => doc::describe(output),
    };
    let unwrap = method.result.unwrap.as_ref();
    let unwrap = unwrap.map(|key| format!(", from under {}", code(key)));
    let bare = ", which is the whole answer: nothing stands under `result`";
    let bare = (!method.result.envelope).then_some(bare);
    what + &unwrap.unwrap_or_default() + bare.unwrap_or_default()
}
