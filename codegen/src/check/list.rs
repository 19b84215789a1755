//! Lists: what they select, filter and sort by are fields of the objects that they answer.

use std::collections::{BTreeMap, HashMap};

use crate::diag::Diagnostic;
use crate::model::{
    Api, Column, Field, Filter, Limits, Method, Operator, Paging, Shape, Type, TypeDef, TypeRef,
    Value,
};
use crate::names;
use crate::node::Node;
use crate::parse::Specs;
use crate::place::Place;
use crate::raw::{ListSpec, PagingStyle};

/// Gives every list its parameters.
pub(super) fn resolve(api: &mut Api, specs: &Specs<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut params = Vec::new();
    let types = api.types();
    for ((file, spec), method) in specs.methods.iter().zip(&api.methods) {
        let added = spec.list.as_ref().map(|list| {
            let root = Place::root(*file);
            List {
                types: &types,
                method,
                diagnostics,
            }
            .params(&root.key("list"), list)
        });
        params.push(added.unwrap_or_default());
    }
    for (method, (params, paging)) in api.methods.iter_mut().zip(params) {
        method.params.extend(params);
        method.paging = paging;
    }
}

struct List<'a> {
    types: &'a BTreeMap<TypeRef, &'a TypeDef>,
    method: &'a Method,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// What `select`, `filter` and `order` have in common.
struct Part<'a> {
    key: &'a str,
    param: Option<&'a str>,
    also: &'a [String],
    ignores: &'a [String],
    doc: Option<&'a str>,
}

impl List<'_> {
    fn params(&mut self, place: &Place<'_>, spec: &ListSpec) -> (Vec<Field>, Option<Paging>) {
        let Some(items) = items(&self.method.result.ty, self.types) else {
            let message = "the result of this method is no list of objects";
            self.diagnostics.push(place.key_error("E0701", message));
            return Default::default();
        };
        let mut common = Vec::new();
        self.columns(&place.key("fields"), &spec.fields, items, &mut common);
        let mut params = Vec::new();
        if let Some(select) = &spec.select {
            let part = Part {
                key: "select",
                param: select.param.as_deref(),
                also: &select.also,
                ignores: &select.ignores,
                doc: select.doc.as_deref(),
            };
            let place = place.key("select");
            for field in items.iter().filter(|field| field.required) {
                let message = format!(
                    "`{}` is required, and `select` may leave it out",
                    field.wire
                );
                let error = place.key_error("E0702", message);
                self.diagnostics.push(
                    error.help(
                        "answer objects without required fields, for example a `partial` type",
                    ),
                );
            }
            let columns = self.part_columns(&place, &part, &common, items);
            let values = self.values(&place, &columns, select.all.as_deref());
            let ty = Type::List(Box::new(Type::Inline(Box::new(Shape::Strings(values)))));
            params.push(self.param(
                &place,
                &part,
                ty,
                "The fields to answer; without it all of them.",
            ));
        }
        if let Some(filter) = &spec.filter {
            let part = Part {
                key: "filter",
                param: filter.param.as_deref(),
                also: &filter.also,
                ignores: &filter.ignores,
                doc: filter.doc.as_deref(),
            };
            let place = place.key("filter");
            let columns = self.part_columns(&place, &part, &common, items);
            let shape = Shape::Filter(Filter {
                columns: columns
                    .into_iter()
                    .map(|field| column(field, self.types))
                    .collect(),
                operators: filter
                    .operators
                    .clone()
                    .unwrap_or_else(|| Operator::ALL.to_vec()),
                logic: filter.logic,
            });
            let ty = Type::Inline(Box::new(shape));
            params.push(self.param(
                &place,
                &part,
                ty,
                "Which rows to answer; without it all of them.",
            ));
        }
        if let Some(order) = &spec.order {
            let part = Part {
                key: "order",
                param: order.param.as_deref(),
                also: &order.also,
                ignores: &order.ignores,
                doc: order.doc.as_deref(),
            };
            let place = place.key("order");
            let columns = self.part_columns(&place, &part, &common, items);
            let columns = columns
                .into_iter()
                .map(|field| column(field, self.types))
                .collect();
            let ty = Type::Inline(Box::new(Shape::Order(columns)));
            params.push(self.param(
                &place,
                &part,
                ty,
                "How to sort; without it the rows come in any order.",
            ));
        }
        let paging = spec.paging.as_ref().map(|paging| {
            if paging.size == 0 {
                let place = place.key("paging");
                let error = place.key("size").value_error("E0701", "a page has at least one row");
                self.diagnostics.push(error);
            }
            let PagingStyle::Page = paging.style;
            let part = Part {
                key: "page",
                param: paging.param.as_deref(),
                also: &[],
                ignores: &[],
                doc: None,
            };
            let text = format!(
                "The page, from 1. A page has {} rows; the last one has fewer, and nothing tells its number.",
                paging.size
            );
            let page = self.param(&place.key("paging"), &part, Type::Integer, &text);
            let param = page.wire.clone();
            params.push(Field {
                default: Some(Node::Number(1.into())),
                limits: Limits { min: Some(1.0), ..Limits::default() },
                ..page
            });
            Paging { param, size: paging.size }
        });
        (params, paging)
    }

    fn param(&mut self, place: &Place<'_>, part: &Part<'_>, ty: Type, text: &str) -> Field {
        let wire = part.param.unwrap_or(part.key);
        let taken = |field: &&Field| {
            names::renamed(field.rename.as_deref(), &field.wire) == names::field(wire)
        };
        if let Some(other) = self.method.params.iter().find(taken) {
            let message = format!(
                "the parameter `{}` stands under `params` as well",
                other.wire
            );
            let error = place.key_error("E0703", message);
            self.diagnostics.push(error.help("describe it here only"));
        }
        let mut doc = text.to_owned();
        if !part.ignores.is_empty() {
            let names: Vec<String> = part
                .ignores
                .iter()
                .map(|name| format!("`{name}`"))
                .collect();
            doc += &format!(
                "\n\nThe server takes {} as well, without any effect.",
                names.join(" and ")
            );
        }
        if let Some(more) = part.doc {
            doc += &format!("\n\n{more}");
        }
        Field {
            wire: wire.to_owned(),
            ty,
            doc,
            required: false,
            default: None,
            limits: Limits::default(),
            secret: false,
            deprecated: None,
            rename: None,
        }
    }

    /// The fields of a part: the common ones, and its own.
    fn part_columns<'f>(
        &mut self,
        place: &Place<'_>,
        part: &Part<'_>,
        common: &[&'f Field],
        items: &'f [Field],
    ) -> Vec<&'f Field> {
        if part.doc.is_some_and(|doc| doc.trim().is_empty()) {
            self.diagnostics
                .push(place.key("doc").key_error("E0602", "this text is empty"));
        }
        let mut columns = common.to_vec();
        self.columns(&place.key("also"), part.also, items, &mut columns);
        for (index, name) in part.ignores.iter().enumerate() {
            if columns.iter().any(|field| field.wire == *name) {
                let ignores = place.key("ignores");
                let message = format!("`{name}` cannot have an effect and have none");
                self.diagnostics
                    .push(ignores.index(index).value_error("E0701", message));
            }
        }
        columns
    }

    /// Adds the fields that `names` name to `columns`.
    fn columns<'f>(
        &mut self,
        place: &Place<'_>,
        names: &[String],
        items: &'f [Field],
        columns: &mut Vec<&'f Field>,
    ) {
        for (index, name) in names.iter().enumerate() {
            let place = place.index(index);
            let error = match items.iter().find(|field| field.wire == *name) {
                Some(field) if columns.iter().all(|column| column.wire != field.wire) => {
                    columns.push(field);
                    continue;
                }
                Some(_) => place.value_error("E0701", format!("`{name}` is named twice")),
                None => {
                    let message = format!("the objects of this list have no field `{name}`");
                    let error = place.value_error("E0701", message);
                    error.suggest(name, items.iter().map(|field| field.wire.as_str()))
                }
            };
            self.diagnostics.push(error);
        }
    }

    /// The values of `select`.
    fn values(&mut self, place: &Place<'_>, columns: &[&Field], all: Option<&str>) -> Vec<Value> {
        let all = all.map(|all| Value {
            wire: all.to_owned(),
            doc: "All fields, as without `select`.".to_owned(),
            rename: Some("All".to_owned()),
        });
        let fields = columns.iter().map(|field| Value {
            wire: field.wire.clone(),
            doc: field.doc.clone(),
            rename: field.rename.as_deref().map(names::type_name),
        });
        let values: Vec<Value> = all.into_iter().chain(fields).collect();
        let mut taken = HashMap::new();
        for value in &values {
            let name = value
                .rename
                .clone()
                .unwrap_or_else(|| names::type_name(&value.wire));
            if let Some(other) = taken.insert(name.clone(), &value.wire) {
                let message = format!(
                    "`{}` and `{other}` are both called `{name}` in Rust",
                    value.wire
                );
                let error = place.key_error("E0301", message);
                self.diagnostics
                    .push(error.help("give one of the fields another name with `rename`"));
            }
        }
        values
    }
}

/// The fields of the objects of a list.
fn items<'a>(ty: &'a Type, types: &BTreeMap<TypeRef, &'a TypeDef>) -> Option<&'a [Field]> {
    let Type::List(item) = ty else { return None };
    let shape = match &**item {
        Type::Named(name) => &types.get(name)?.shape,
        Type::Inline(shape) => shape,
        _ => return None,
    };
    match shape {
        Shape::Object(fields) => Some(fields),
        _ => None,
    }
}

fn column(field: &Field, types: &BTreeMap<TypeRef, &TypeDef>) -> Column {
    Column {
        wire: field.wire.clone(),
        rename: field.rename.clone(),
        ty: single(&field.ty, types),
    }
}

/// The type of the values that a field is compared with. What is no single value is text to the server.
fn single(ty: &Type, types: &BTreeMap<TypeRef, &TypeDef>) -> Type {
    match ty {
        Type::Nullable(ty) => single(ty, types),
        Type::Integer
        | Type::Double
        | Type::Boolean
        | Type::DateTime
        | Type::Date
        | Type::Scalar => ty.clone(),
        Type::Named(name) => match types.get(name).map(|def| &def.shape) {
            Some(Shape::Object(_)) => Type::String,
            _ => ty.clone(),
        },
        Type::Inline(shape) if matches!(**shape, Shape::Integers(_)) => Type::Integer,
        _ => Type::String,
    }
}
