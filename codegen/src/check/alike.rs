//! Types of one module that are one thing described twice: no function could take both.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::context::Checker;
use super::ty::is_mistaken;
use crate::diag::Diagnostic;
use crate::model::{Api, Field, Shape, Type, TypeRef, V3, Value};
use crate::place::Place;

/// Objects of fewer fields may be alike by chance.
const FEWEST_FIELDS: usize = 4;

pub(super) fn check(checker: &Checker<'_>, api: &Api) {
    let found = BTreeMap::new();
    let mut alike = Alike { found };
    let (types, sent) = (api.types(), api.sent());
    // What has a name comes first, so that the others are told it.
    for (name, def) in &types {
        let place = checker.described(name);
        let module = module(&name.owner);
        alike.add(&module, sent.contains(name), place, &def.shape, Some(name));
    }
    for (name, def) in &types {
        let (place, module) = (checker.described(name), module(&name.owner));
        alike.inside(&module, sent.contains(name), place, &def.shape);
    }
    for method in &api.methods {
        let (root, module) = (checker.files.root(&method.file), module(&method.path()));
        let params = &method.params.fields;
        alike.fields(&module, true, root.key("params"), params);
        alike.inline(&module, false, root.key("result"), &method.result.ty);
    }
    for found in alike.found.values() {
        if let Some((first, others)) = found.split_first() {
            Found::report(checker, first, others);
        }
    }
}

/// The top-level module of a path, in which a type is looked for.
fn module(path: &[String]) -> String {
    let v3 = path.first().is_some_and(|first| first == V3);
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    parts[..parts.len().min(1 + usize::from(v3))].join("/")
}

struct Alike<'c> {
    /// The types of each form, by the module, whether they are sent, and the form.
    found: BTreeMap<(String, bool, String), Vec<Found<'c>>>,
}

/// A type, with or without a name.
struct Found<'c> {
    /// What it is made of.
    what: &'static str,
    place: Place<'c>,
    name: Option<String>,
}

impl<'c> Alike<'c> {
    /// The types without a name that are in a shape.
    fn inside(&mut self, module: &str, sent: bool, place: Place<'c>, shape: &Shape) {
        match shape {
            Shape::Object(object) => {
                self.fields(module, sent, place.key("fields"), &object.fields);
            }
            Shape::Union(members) => {
                let inline = members.iter().filter_map(Type::inline);
                inline.for_each(|shape| self.inside(module, sent, place, shape));
            }
            Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_) => {}
            Shape::Cases(_) | Shape::Own(_) => {}
            Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => {}
        }
    }

    fn fields(&mut self, module: &str, sent: bool, place: Place<'c>, fields: &[Field]) {
        // A partial type has fields of another one, which is looked at for itself.
        let own = (fields.iter()).filter(|field| place.key(&field.wire).node().is_some());
        own.for_each(|field| self.inline(module, sent, place.key(&field.wire), &field.ty));
    }

    fn inline(&mut self, module: &str, sent: bool, place: Place<'c>, ty: &Type) {
        if let Some(shape) = ty.inline() {
            // An object without a name is of one method alone, or was given a name.
            if !matches!(shape, Shape::Object(_)) {
                self.add(module, sent, place, shape, None);
            }
            self.inside(module, sent, place, shape);
        }
    }

    /// Puts it to those of the same form.
    fn add(
        &mut self,
        module: &str,
        sent: bool,
        place: Place<'c>,
        shape: &Shape,
        name: Option<&TypeRef>,
    ) {
        let (what, sent) = match shape {
            Shape::Object(object) if object.fields.len() >= FEWEST_FIELDS => ("fields", sent),
            Shape::Union(_) => ("members", sent),
            // A value is the same thing whichever way it goes.
            Shape::Strings(values) if values.len() > 1 => ("values", true),
            Shape::Integers(values) if values.len() > 1 => ("values", true),
            _ => return,
        };
        let Some(form) = form(shape, sent) else {
            return;
        };
        let found = Found {
            what,
            place,
            name: name.map(|name| name.name.clone()),
        };
        let key = (module.to_owned(), sent, form);
        self.found.entry(key).or_default().push(found);
    }
}

impl Found<'_> {
    /// That the others are the same as the first.
    fn report(checker: &Checker<'_>, first: &Self, others: &[Self]) {
        let Some((second, rest)) = others.split_first() else {
            return;
        };
        let what = second.what;
        let (message, help) = match (&first.name, &second.name) {
            (Some(first), Some(second)) => {
                let keep = "keep one of them, where all that use it see it".to_owned();
                (
                    format!("`{second}` has the same {what} as `{first}`"),
                    match what {
                        "fields" => format!(
                            "{keep}; a row and its object are one type, where rows may lack anything"
                        ),
                        _ => keep,
                    },
                )
            }
            (Some(first), None) => (
                format!("`{first}` has the same {what}"),
                format!(
                    "write `type: {first}`, and move it to a `_types.yaml` above both if need be"
                ),
            ),
            (None, _) => (
                format!("another field has the same {what}"),
                "give them one name under `types`, for both to use".to_owned(),
            ),
        };
        let error = second.place.key_error("E0886", message).help(help);
        let error = error.also(first.place.at_key(), "the first");
        let and = |error: Diagnostic, other: &Self| error.also(other.place.at_key(), "another one");
        checker.report(rest.iter().fold(error, and));
    }
}

/// What two types have in common that are one: all but their words. None for what is mistaken.
fn form(shape: &Shape, sent: bool) -> Option<String> {
    let mut parts: Vec<String> = match shape {
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|field| field_form(field, sent));
            fields.collect::<Option<_>>()?
        }
        Shape::Union(members) => {
            let members = members.iter().map(|member| type_form(member, sent));
            members.collect::<Option<_>>()?
        }
        Shape::Strings(values) => values.iter().map(value_form).collect(),
        Shape::Integers(values) => values.iter().map(|(_, value)| value_form(value)).collect(),
        Shape::Id(_) | Shape::Cases(_) | Shape::Own(_) => return None,
        Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) => return None,
    };
    parts.sort_unstable();
    Some(format!("{:?}({})", discriminant(shape), parts.join(", ")))
}

/// Where nothing is sent, limits, defaults and whether there is an identifier make no difference.
fn field_form(field: &Field, sent: bool) -> Option<String> {
    let ty = type_form(&field.ty, sent)?;
    let is_id = field.wire.eq_ignore_ascii_case("id");
    let promised = field.required && (sent || !is_id);
    let (wire, secret, limits) = (&field.wire, field.secret, &field.limits);
    let default = field.default.as_ref().map(|default| default.json());
    let sent = sent.then(|| format!("{default:?} {limits:?}"));
    Some(format!("{wire}: {ty} {promised} {secret} {sent:?}"))
}

/// A value whose name tells nothing is known by what is said of it.
fn value_form(value: &Value) -> String {
    let (wire, rename) = (&value.wire, &value.rename);
    let telling = rename.is_some() || wire.chars().filter(|it| it.is_alphabetic()).count() > 1;
    let doc = (!telling).then_some(&value.doc);
    format!("{wire} {rename:?} {doc:?}")
}

fn type_form(ty: &Type, sent: bool) -> Option<String> {
    Some(match ty {
        _ if is_mistaken(ty) => return None,
        Type::Named(name) => format!("{}.{}.{}", name.owner.join("."), name.local, name.name),
        Type::Inline(shape) => form(shape, sent)?,
        Type::List(of) => format!("{}[]", type_form(of, sent)?),
        Type::Map(of) => format!("map<{}>", type_form(of, sent)?),
        Type::Nullable(of) => format!("{}?", type_form(of, sent)?),
        // Any notation is read, so only what is sent differs by it.
        Type::Boolean(notation) => format!("boolean {:?}", sent.then_some(notation)),
        // The others hold no type.
        ty => format!("{:?}", discriminant(ty)),
    })
}
