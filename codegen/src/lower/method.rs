//! A method: its request, its errors, the types that are its own.

use super::types::Side;
use super::{Lowering, doc};
use crate::check::request_name;
use crate::docs;
use crate::model::{self, Context, Effect, Type, TypeRef};
use crate::names;
use crate::rust::{Item, Method, Paging, Struct, Ty};

impl Lowering<'_> {
    pub(super) fn method(&self, method: &model::Method) -> Vec<Item> {
        let request = request_name(method);
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
            constructor: Some(doc::constructor("parameters", &method.params)),
        };
        self.object(head, &method.params, Side::Request, &mut items);
        if let Some(Item::Struct(head)) = items.first_mut() {
            let call = self.call_docs(method, &error, &head.fields);
            head.docs.extend(call);
        }
        let after_request = 1;
        items.insert(
            after_request,
            Item::Method(Method {
                ident: request.clone(),
                name: method.name.clone(),
                scopes: method.scopes.clone(),
                effect: match method.effect {
                    Effect::Read => "Read",
                    Effect::Write => "Write",
                    Effect::Delete => "Delete",
                },
                context: match method.context {
                    Context::Any => "Any",
                    Context::Application => "Application",
                },
                unwrap: method.result.unwrap.clone(),
                paging: paging(method, &output),
                output,
                error: error.clone(),
            }),
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
        };
        self.object(time, &system.time, Side::Answer, &mut items);
        items
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

/// How the pages of a list follow each other; its output is a list of rows.
fn paging(method: &model::Method, output: &Ty) -> Option<Paging> {
    let (Some(paging), Ty::Vec(item)) = (&method.paging, output) else {
        return None;
    };
    Some(Paging {
        param: paging.param.clone(),
        size: paging.size,
        item: (**item).clone(),
    })
}

/// A type in words, with links.
pub(super) fn describe(ty: &Ty) -> String {
    match ty {
        Ty::Bool => "a boolean".to_owned(),
        Ty::I64 => "an integer".to_owned(),
        Ty::F64 => "a number".to_owned(),
        Ty::String => "a string".to_owned(),
        Ty::DateTime => "a date and time".to_owned(),
        Ty::Date => "a date".to_owned(),
        Ty::Scalar => "a string, a number or a boolean".to_owned(),
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
