//! A method: its request, its errors, the types that are its own.

use super::types::Side;
use super::{Lowering, doc};
use crate::docs;
use crate::model::{self, Type, TypeRef, Way};
use crate::names;
use crate::rust::{Item, Method, Paging, RowsField, Struct, Ty};

impl Lowering<'_> {
    pub(super) fn method(&self, method: &model::Method) -> Vec<Item> {
        let request = names::request(method);
        let error = names::nested(&request, "error");
        let mut answers = Vec::new();
        let docs = match &method.result.doc {
            Some(doc) => docs::prose(doc, &self.links),
            None => vec![format!("What [`{request}`] answers.")],
        };
        let output = self.ty(
            &method.result.ty,
            &names::nested(&request, "result"),
            docs,
            Side::Answer,
            &mut answers,
        );

        let mut items = Vec::new();
        let head = Struct {
            ident: request.clone(),
            docs: self.method_docs(method, &self.answer_docs(method, &output)),
            deprecated: self.deprecation(method.deprecated.as_ref()),
            fields: Vec::new(),
            constructor: Some(doc::constructor("parameters", &method.params.fields)),
            positional: method.positional,
        };
        self.object(head, &method.params.fields, Side::Request, &mut items);
        if let Some(Item::Struct(head)) = items.first_mut() {
            let call = self.call_docs(method, &error, &head.fields);
            head.docs.extend(call);
        }
        let after_request = 1;
        items.insert(
            after_request,
            Item::Method(Box::new(Method {
                ident: request.clone(),
                name: method.name.clone(),
                version: method.version,
                scopes: method.scopes.clone(),
                effect: method.effect,
                batch: method.batch,
                context: method.context,
                unwrap: method.result.unwrap.clone(),
                paging: self.paging(method, &output),
                output,
                error: error.clone(),
            })),
        );
        items.append(&mut answers);
        items.extend(self.type_items(&method.types, |name| TypeRef {
            owner: method.path(),
            local: true,
            name: name.to_owned(),
        }));
        let details = self.details(&error, &method.errors);
        items.push(self.errors(
            error,
            vec![format!("The errors of [`{request}`].")],
            &method.errors,
        ));
        items.extend(details);
        items
    }

    /// What every method shares.
    pub(super) fn system(&self) -> Vec<Item> {
        let system = &self.api.system;
        let docs = "Errors that any method may answer.".to_owned();
        let mut items = vec![self.errors("SystemCode".to_owned(), vec![docs], &system.errors)];
        items.extend(self.details("SystemCode", &system.errors));
        let docs = docs::prose(&system.time_doc, &self.links);
        let time = Struct {
            ident: "Time".to_owned(),
            docs,
            deprecated: None,
            fields: Vec::new(),
            constructor: None,
            positional: false,
        };
        self.object(time, &system.time, Side::Answer, &mut items);
        items
    }

    /// How the pages of a list follow each other.
    fn paging(&self, method: &model::Method, output: &Ty) -> Option<Paging> {
        let paging = method.paging.as_ref()?;
        let item = match (&paging.items, output) {
            (None, Ty::Vec(item)) => (**item).clone(),
            (Some(field), Ty::Path(path)) => {
                let (prefix, parent) = path.rsplit_once("::").unwrap_or(("", path));
                let name = names::nested(parent, field.rename.as_deref().unwrap_or(&field.wire));
                let at = if prefix.is_empty() {
                    name
                } else {
                    format!("{prefix}::{name}")
                };
                match self.ty(&field.ty, &at, Vec::new(), Side::Answer, &mut Vec::new()) {
                    Ty::Vec(item) => *item,
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Paging {
            way: paging.way.clone(),
            size: paging.size,
            item,
            rows: paging.items.as_ref().map(|field| RowsField {
                ident: names::renamed(field.rename.as_deref(), &field.wire),
                wire: field.wire.clone(),
                required: field.required,
            }),
        })
    }

    fn answer_docs(&self, method: &model::Method, output: &Ty) -> String {
        let under = method.result.unwrap.as_ref().map_or(String::new(), |key| {
            format!(", from under {}", docs::code(key))
        });
        let of = match (&method.result.ty, output) {
            (Type::Null, _) => "nothing".to_owned(),
            (_, ty) => describe(ty),
        };
        of + &under
    }
}

/// The parameters that lead from page to page.
pub(super) fn paging_params(way: &Way) -> Vec<&str> {
    match way {
        Way::Page { param } | Way::Start { param, .. } | Way::Pagination { param } => vec![param],
        Way::Offset { param, limit } => vec![param, limit],
        Way::Cursor { param, limit, .. } => [param]
            .into_iter()
            .chain(limit)
            .map(String::as_str)
            .collect(),
    }
}

/// A type in words, with links.
pub(super) fn describe(ty: &Ty) -> String {
    match ty {
        Ty::Bool | Ty::Flag => "a boolean".to_owned(),
        Ty::I32 | Ty::I64 => "an integer".to_owned(),
        Ty::F64 => "a number".to_owned(),
        Ty::Str | Ty::String => "a string".to_owned(),
        Ty::DateTime => "a date and time".to_owned(),
        Ty::Date => "a date".to_owned(),
        Ty::Scalar => "a string, a number or a boolean".to_owned(),
        Ty::File => "a file".to_owned(),
        Ty::Base64 => "base64".to_owned(),
        Ty::Order => docs::item("Order", "crate::Order"),
        Ty::Pagination => docs::item("Pagination", "crate::Pagination"),
        Ty::Rest => "fields by name".to_owned(),
        Ty::Json => "JSON of no fixed shape".to_owned(),
        Ty::Unit => "nothing".to_owned(),
        Ty::Path(path) => {
            let name = path.rsplit("::").next().unwrap_or(path);
            if name == path {
                format!("[`{name}`]")
            } else {
                docs::item(name, path)
            }
        }
        Ty::Vec(item) => format!("a list, each {}", describe(item)),
        Ty::Map(item) => format!("a map, each value {}", describe(item)),
        Ty::Option(ty) | Ty::Nullable(ty) => format!("{} or null", describe(ty)),
    }
}
