//! Examples as Rust: the parameters of a call to the expression that builds its request.

use std::collections::{BTreeMap, BTreeSet};

use super::types::{column_name, operator_type};
use super::{Lowering, parent, path_of};
use crate::check::request_name;
use crate::model::{Answer, Column, Example, Field, Filter, Method, Operator, Shape, Type};
use crate::names;
use crate::node::Node;

/// The name of the crate for those who use it.
const CRATE: &str = "bitrix24";

/// Names that every module knows, and that an import must not hide.
const PRELUDE: &[&str] = &[
    "Box", "Clone", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Some",
    "String", "Vec",
];

impl Lowering<'_> {
    /// The request of a successful example, with full paths.
    pub(super) fn built(&self, method: &Method, example: &Example) -> Option<String> {
        let Answer::Success { .. } = example.answer else {
            return None;
        };
        Usage {
            lowering: self,
            imports: None,
        }
        .request(method, example.params.as_ref())
    }

    /// The lines of a doctest: the first successful example; or a request without parameters, if that is one.
    pub(super) fn usage(&self, method: &Method, error: &str) -> Option<Vec<String>> {
        let succeeds = |example: &&Example| matches!(example.answer, Answer::Success { .. });
        let example = method.examples.iter().find(succeeds);
        if example.is_none() && method.params.iter().any(|param| param.required) {
            return None;
        }
        let mut usage = Usage {
            lowering: self,
            imports: Some(BTreeMap::new()),
        };
        let name = usage.path(&request_path(method));
        let request = usage.request(method, example.and_then(|example| example.params.as_ref()))?;
        let error = path_of(parent(&method.path()), error).replacen("crate", CRATE, 1);
        let returns = format!("::core::result::Result<(), {CRATE}::CallError<{error}>>");
        let mut lines = vec![format!(
            "# fn example(status: u16, body: &str) -> {returns} {{"
        )];
        lines.extend(usage.uses());
        lines.push(String::new());
        lines.extend(formatted(&format!("let request = {request};")));
        lines.push(format!(
            "let result = {CRATE}::decode::<{name}>(status, body)?.result;"
        ));
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
        Some(lines)
    }
}

fn request_path(method: &Method) -> String {
    path_of(parent(&method.path()), &request_name(method))
}

/// Statements as rustfmt would lay them out.
fn formatted(statements: &str) -> Vec<String> {
    let Ok(file) = syn::parse_str(&format!("fn f() {{ {statements} }}")) else {
        return vec![statements.to_owned()];
    };
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let inside = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    inside
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned())
        .collect()
}

struct Usage<'l, 'a> {
    lowering: &'l Lowering<'a>,
    /// What is imported, by name; none if every path is written in full.
    imports: Option<BTreeMap<String, String>>,
}

impl Usage<'_, '_> {
    /// An item of the crate, by its path from `crate`.
    fn path(&mut self, path: &str) -> String {
        let full = path.replacen("crate", CRATE, 1);
        let name = full.rsplit("::").next().unwrap_or(&full).to_owned();
        let Some(imports) = self
            .imports
            .as_mut()
            .filter(|_| !PRELUDE.contains(&name.as_str()))
        else {
            return full;
        };
        let imported = imports.entry(name.clone()).or_insert_with(|| full.clone());
        if *imported == full { name } else { full }
    }

    fn uses(&self) -> Vec<String> {
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for path in self.imports.iter().flat_map(BTreeMap::values) {
            if let Some((module, name)) = path.rsplit_once("::") {
                modules.entry(module).or_default().insert(name);
            }
        }
        let line = |(module, names): (&str, BTreeSet<&str>)| {
            let names: Vec<&str> = names.into_iter().collect();
            match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            }
        };
        modules.into_iter().map(line).collect()
    }

    fn request(&mut self, method: &Method, params: Option<&Node>) -> Option<String> {
        let entries = match params {
            Some(Node::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        self.object(&request_path(method), &method.params, entries)
    }

    /// `Name::new(required).optional(value)`.
    fn object(
        &mut self,
        path: &str,
        fields: &[Field],
        entries: &[(String, Node)],
    ) -> Option<String> {
        let sent = |field: &Field| {
            entries
                .iter()
                .find(|(key, _)| *key == field.wire)
                .map(|(_, node)| node)
        };
        let mut args = Vec::new();
        for field in fields.iter().filter(|field| field.required) {
            args.push(self.into(sent(field)?, &field.ty, &inline(path, field))?);
        }
        let mut text = format!("{}::new({})", self.path(path), args.join(", "));
        for field in fields.iter().filter(|field| !field.required) {
            if let Some(node) = sent(field) {
                let setter = names::setter(&names::renamed(field.rename.as_deref(), &field.wire));
                let value = self.into(node, &field.ty, &inline(path, field))?;
                text += &format!(".{setter}({value})");
            }
        }
        Some(text)
    }

    /// A value as an argument: anything that becomes the type. `at` is the path of a shape without a name.
    fn into(&mut self, node: &Node, ty: &Type, at: &str) -> Option<String> {
        Some(match (ty, node) {
            (Type::String | Type::DateTime | Type::Date | Type::Scalar, Node::Text(text)) => {
                format!("{text:?}")
            }
            (Type::Scalar, Node::Number(_) | Node::Bool(_)) => literal(node)?,
            (Type::Nullable(inner), node) if *node != Node::Null => self.exact(node, inner, at)?,
            (Type::List(inner), Node::List(values)) if values.is_empty() => {
                format!("::std::vec::Vec::<{}>::new()", self.ty(inner, at))
            }
            (Type::List(inner), Node::List(values)) => {
                let values = self.elements(values.iter(), inner, at)?;
                format!("[{}]", values.join(", "))
            }
            (Type::Map(inner), Node::Map(entries)) if entries.is_empty() => {
                let ty = self.ty(inner, at);
                format!("::std::collections::BTreeMap::<::std::string::String, {ty}>::new()")
            }
            (Type::Map(inner), Node::Map(entries)) => {
                let values = self.elements(entries.iter().map(|(_, value)| value), inner, at)?;
                let entries = entries
                    .iter()
                    .zip(values)
                    .map(|((key, _), value)| format!("({key:?}, {value})"));
                format!("[{}]", entries.collect::<Vec<_>>().join(", "))
            }
            (Type::Named(name), Node::Text(_) | Node::Number(_))
                if self
                    .lowering
                    .types
                    .get(name)
                    .is_some_and(|def| matches!(def.shape, Shape::Id(_))) =>
            {
                literal(node)?
            }
            _ => self.exact(node, ty, at)?,
        })
    }

    /// Elements of an array: all of one type.
    fn elements<'n>(
        &mut self,
        nodes: impl Iterator<Item = &'n Node> + Clone,
        ty: &Type,
        at: &str,
    ) -> Option<Vec<String>> {
        let mut kinds = nodes.clone().map(Node::kind);
        let first = kinds.next();
        let mixed = matches!(ty, Type::Scalar) && kinds.any(|kind| Some(kind) != first);
        let deep = matches!(ty, Type::List(_) | Type::Map(_) | Type::Nullable(_));
        nodes
            .map(|node| {
                if mixed || deep {
                    self.exact(node, ty, at)
                } else {
                    self.into(node, ty, at)
                }
            })
            .collect()
    }

    /// A value of exactly the type.
    fn exact(&mut self, node: &Node, ty: &Type, at: &str) -> Option<String> {
        Some(match (ty, node) {
            (Type::String, Node::Text(text)) => format!("{text:?}.to_owned()"),
            (Type::Scalar | Type::DateTime | Type::Date, _) => {
                format!("{}::from({})", self.ty(ty, at), literal(node)?)
            }
            (Type::Integer, Node::Number(_)) | (Type::Boolean, Node::Bool(_)) => literal(node)?,
            (Type::Double, Node::Number(number)) => format!("{:?}", number.as_f64()?),
            (Type::Null, _) => "()".to_owned(),
            (Type::Json, node) => format!("::serde_json::json!({})", node.json()),
            (Type::Nullable(_), Node::Null) => format!("{}::Null", self.path("crate::Nullable")),
            (Type::Nullable(inner), node) => {
                let value = self.exact(node, inner, at)?;
                format!("{}::Value({value})", self.path("crate::Nullable"))
            }
            (Type::List(inner), Node::List(values)) => {
                let values: Option<Vec<String>> = values
                    .iter()
                    .map(|value| self.exact(value, inner, at))
                    .collect();
                format!("::std::vec![{}]", values?.join(", "))
            }
            (Type::Map(inner), Node::Map(entries)) => {
                let mut values = Vec::new();
                for (key, value) in entries {
                    values.push(format!(
                        "({key:?}.to_owned(), {})",
                        self.exact(value, inner, at)?
                    ));
                }
                format!(
                    "::std::collections::BTreeMap::from([{}])",
                    values.join(", ")
                )
            }
            (Type::Named(name), node) => {
                let def = *self.lowering.types.get(name)?;
                self.shape(node, &def.shape, &self.lowering.type_path(name))?
            }
            (Type::Inline(shape), node) => self.shape(node, shape, at)?,
            _ => return None,
        })
    }

    fn shape(&mut self, node: &Node, shape: &Shape, path: &str) -> Option<String> {
        Some(match (shape, node) {
            (Shape::Object(fields), Node::Map(entries)) => self.object(path, fields, entries)?,
            (Shape::Id(_), node) => format!("{}::from({})", self.path(path), literal(node)?),
            (Shape::Strings(values), Node::Text(text)) => {
                let value = values.iter().find(|value| value.wire == *text)?;
                let name = value
                    .rename
                    .clone()
                    .unwrap_or_else(|| names::type_name(&value.wire));
                format!("{}::{name}", self.path(path))
            }
            (Shape::Integers(values), Node::Number(number)) => {
                let (number, value) = values
                    .iter()
                    .find(|(value, _)| Some(*value) == number.as_i64())?;
                let name = value
                    .rename
                    .clone()
                    .unwrap_or_else(|| names::integer_variant(*number));
                format!("{}::{name}", self.path(path))
            }
            (Shape::Filter(filter), Node::Map(entries)) => self.filter(path, filter, entries)?,
            (Shape::Order(columns), Node::Map(entries)) => {
                let mut text = format!("{}::new()", self.path(path));
                for (key, value) in entries {
                    let column = columns.iter().find(|column| column.wire == *key)?;
                    let direction = self.path("crate::Direction");
                    let direction = match value {
                        Node::Text(text) if text == "ASC" => format!("{direction}::Asc"),
                        Node::Text(text) if text == "DESC" => format!("{direction}::Desc"),
                        other => format!("{direction}::from({})", literal(other)?),
                    };
                    text += &format!(".{}({direction})", column_name(column));
                }
                text
            }
            _ => return None,
        })
    }

    fn filter(
        &mut self,
        path: &str,
        filter: &Filter,
        entries: &[(String, Node)],
    ) -> Option<String> {
        let mut text = format!("{}::new()", self.path(path));
        for (key, value) in entries {
            match value {
                Node::Text(logic) if filter.logic && key == "logic" => {
                    let logic = if logic == "OR" { "Or" } else { "And" };
                    text += &format!(".logic({}::{logic})", self.path("crate::filter::Logic"));
                }
                Node::Map(entries) if filter.logic => {
                    text += &format!(".group({})", self.filter(path, filter, entries)?);
                }
                value => {
                    let (operator, wire) = Operator::split(key);
                    let column = filter.columns.iter().find(|column| column.wire == wire)?;
                    text += &format!(
                        ".{}({})",
                        column_name(column),
                        self.condition(operator, column, value)?
                    );
                }
            }
        }
        Some(text)
    }

    fn condition(
        &mut self,
        operator: Option<Operator>,
        column: &Column,
        node: &Node,
    ) -> Option<String> {
        let text = operator.is_some_and(|operator| {
            matches!(
                operator,
                Operator::Contains | Operator::Like | Operator::LikeToo
            )
        });
        let ty = if text { &Type::String } else { &column.ty };
        let function = match operator {
            Some(Operator::Eq) => "eq",
            Some(Operator::Ne) => "ne",
            Some(Operator::Gt) => "gt",
            Some(Operator::Ge) => "ge",
            Some(Operator::Lt) => "lt",
            Some(Operator::Le) => "le",
            Some(Operator::In) => "is_in",
            Some(Operator::NotIn) => "is_not_in",
            Some(Operator::Contains) => "contains",
            Some(Operator::Like) => "like",
            // Another spelling of one of these.
            None | Some(Operator::Not | Operator::LikeToo) => {
                let operator = operator.map_or("Bare", operator_type);
                let condition = self.path("crate::filter::Condition");
                let operator = self.path(&format!("crate::filter::op::{operator}"));
                let value = self.exact(node, ty, "")?;
                return Some(format!("{condition}::<_, {operator}>::new(&{value})"));
            }
        };
        let value = match node {
            Node::List(_) => self.into(node, &Type::List(Box::new(ty.clone())), "")?,
            node => self.into(node, ty, "")?,
        };
        Some(format!(
            "{}({value})",
            self.path(&format!("crate::filter::{function}"))
        ))
    }

    /// The type itself.
    fn ty(&mut self, ty: &Type, at: &str) -> String {
        match ty {
            Type::String => "::std::string::String".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Double => "f64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::DateTime => self.path("crate::DateTime"),
            Type::Date => self.path("crate::Date"),
            Type::Scalar => self.path("crate::Scalar"),
            Type::Json => "::serde_json::Value".to_owned(),
            Type::Null => "()".to_owned(),
            Type::Named(name) => self.path(&self.lowering.type_path(name)),
            Type::Inline(_) => self.path(at),
            Type::List(inner) => format!("::std::vec::Vec<{}>", self.ty(inner, at)),
            Type::Map(inner) => {
                format!(
                    "::std::collections::BTreeMap<::std::string::String, {}>",
                    self.ty(inner, at)
                )
            }
            Type::Nullable(inner) => {
                format!("{}<{}>", self.path("crate::Nullable"), self.ty(inner, at))
            }
        }
    }
}

/// The path of the type of a field that has no name of its own.
fn inline(path: &str, field: &Field) -> String {
    let (module, parent) = path.rsplit_once("::").unwrap_or(("crate", path));
    let name = names::nested(parent, field.rename.as_deref().unwrap_or(&field.wire));
    format!("{module}::{name}")
}

/// A single value. A number that Rust would not take for an `i32` says so.
fn literal(node: &Node) -> Option<String> {
    match node {
        Node::Text(text) => Some(format!("{text:?}")),
        Node::Bool(value) => Some(value.to_string()),
        Node::Number(number) => match number.as_i64() {
            Some(value) if i32::try_from(value).is_ok() => Some(value.to_string()),
            Some(value) => Some(format!("{value}_i64")),
            None => Some(format!("{:?}", number.as_f64()?)),
        },
        _ => None,
    }
}
