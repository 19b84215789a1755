//! A value of an example as a Rust expression.

use super::Usage;
use crate::json::Json as Node;
use crate::model::{Field, Kind, Object, Shape, Type};
use crate::names;

impl Usage<'_, '_> {
    /// `Name::new(required).optional(value)`.
    pub(super) fn object(
        &mut self,
        path: &str,
        object: &Object,
        entries: &[(String, Node)],
    ) -> Option<String> {
        let fields = &object.fields;
        let sent = |field: &Field| {
            let mut entries = entries.iter();
            let found = entries.find(|(key, _)| *key == field.wire);
            found.map(|(_, node)| node)
        };
        let mut args = Vec::new();
        for field in fields.iter().filter(|field| field.required) {
            args.push(self.arg(sent(field)?, &field.ty, &inline(path, field))?);
        }
        let mut text = format!("{}::new({})", self.path(path), args.join(", "));
        for field in fields.iter().filter(|field| !field.required) {
            let setter = names::setter(&names::renamed(field.rename.as_deref(), &field.wire));
            if field.is_family() {
                let of_family = |(key, _): &&(String, Node)| {
                    object
                        .field(key)
                        .is_some_and(|other| other.wire == field.wire)
                };
                let family: Vec<(String, Node)> =
                    entries.iter().filter(of_family).cloned().collect();
                if !family.is_empty() {
                    let value = self.family(&family, &field.ty, &inline(path, field))?;
                    text += &format!(".{setter}({value})");
                }
            } else if let Some(node) = sent(field) {
                let value = self.arg(node, &field.ty, &inline(path, field))?;
                text += &format!(".{setter}({value})");
            }
        }
        Some(text)
    }

    /// The keys of a family with their values.
    fn family(&mut self, entries: &[(String, Node)], ty: &Type, at: &str) -> Option<String> {
        if !matches!(ty, Type::Json) {
            let map = Type::Map(Box::new(ty.clone()));
            return self.arg(&Node::Map(entries.to_vec()), &map, at);
        }
        let mut fields = Vec::new();
        for (key, value) in entries {
            fields.push(format!("({key:?}, {})", self.exact(value, ty, at)?));
        }
        Some(format!("[{}]", fields.join(", ")))
    }

    /// A value as an argument: anything that becomes the type. `at` is the path of a shape without a name.
    pub(super) fn arg(&mut self, node: &Node, ty: &Type, at: &str) -> Option<String> {
        Some(match (ty, node) {
            (Type::String | Type::DateTime | Type::Date | Type::Scalar, Node::Text(text)) => {
                format!("{text:?}")
            }
            (Type::Scalar, Node::Number(_) | Node::Bool(_)) => literal(node)?,
            (Type::Flag, Node::Text(text)) => (text == "Y").to_string(),
            (Type::Nullable(inner), node) if *node != Node::Null => self.exact(node, inner, at)?,
            (Type::List(inner), Node::List(values))
                if values.is_empty() && self.lowering.takes_into(inner) =>
            {
                format!("Vec::<{}>::new()", self.ty(inner, at))
            }
            (Type::List(inner), Node::List(values)) => {
                let values = self.elements(values.iter(), inner, at)?;
                format!("[{}]", values.join(", "))
            }
            (Type::Map(inner), Node::Map(entries)) if entries.is_empty() => {
                let ty = self.ty(inner, at);
                format!("::std::collections::BTreeMap::<String, {ty}>::new()")
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
    pub(super) fn elements<'n>(
        &mut self,
        nodes: impl Iterator<Item = &'n Node> + Clone,
        ty: &Type,
        at: &str,
    ) -> Option<Vec<String>> {
        let whole = |node: &Node| matches!(node, Node::Number(number) if number.is_i64());
        let mut kinds = nodes.clone().map(|node| (node.kind(), whole(node)));
        let first = kinds.next();
        let mixed = matches!(ty, Type::Scalar) && kinds.any(|kind| Some(kind) != first);
        let deep = matches!(ty, Type::List(_) | Type::Map(_) | Type::Nullable(_));
        nodes
            .map(|node| {
                if mixed || deep {
                    self.exact(node, ty, at)
                } else {
                    self.arg(node, ty, at)
                }
            })
            .collect()
    }

    /// A value of exactly the type.
    pub(super) fn exact(&mut self, node: &Node, ty: &Type, at: &str) -> Option<String> {
        Some(match (ty, node) {
            (Type::String, Node::Text(text)) => format!("{text:?}.to_owned()"),
            (Type::Scalar | Type::DateTime | Type::Date, _) => {
                format!("{}::from({})", self.ty(ty, at), literal(node)?)
            }
            (Type::Integer, Node::Number(_)) | (Type::Boolean, Node::Bool(_)) => literal(node)?,
            (Type::Flag, Node::Text(text)) => {
                format!("{}({})", self.path("crate::Flag"), text == "Y")
            }
            (Type::Double, Node::Number(number)) => format!("{:?}", number.as_f64()?),
            (Type::Null, _) => "()".to_owned(),
            (Type::Order, Node::Map(entries)) => {
                let mut text = format!("{}::new()", self.path("crate::Order"));
                for (field, direction) in entries {
                    text += &format!(".by({field:?}, {})", self.direction(direction)?);
                }
                text
            }
            (Type::Pagination, Node::Map(entries)) => {
                let mut text = format!("{}::new()", self.path("crate::Pagination"));
                for (key, value) in entries {
                    text += &format!(".{key}({})", literal(value)?);
                }
                text
            }
            (Type::File, Node::List(values)) => {
                let [Node::Text(name), Node::Text(content)] = values.as_slice() else {
                    return None;
                };
                let base64 = self.path("crate::Base64");
                let file = self.path("crate::File");
                format!("{file}::from_base64({name:?}, {base64}::from_encoded({content:?}))")
            }
            (Type::Base64, Node::Text(content)) => {
                format!("{}::from_encoded({content:?})", self.path("crate::Base64"))
            }
            (Type::Json, node) if size(node) <= 64 => {
                format!("::serde_json::json!({})", json(node)?)
            }
            // The macro is not made for this.
            (Type::Json, node) => format!(
                "::serde_json::from_str::<::serde_json::Value>({:?}).unwrap_or_default()",
                node.json()
            ),
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
                format!("vec![{}]", values?.join(", "))
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
            (Type::String | Type::Integer | Type::Double | Type::Boolean, _) => return None,
            (Type::Flag | Type::File | Type::Base64, _) => return None,
            (Type::Order | Type::Pagination | Type::List(_) | Type::Map(_), _) => return None,
        })
    }

    fn shape(&mut self, node: &Node, shape: &Shape, path: &str) -> Option<String> {
        Some(match (shape, node) {
            (Shape::Object(object), Node::Map(entries)) => self.object(path, object, entries)?,
            (Shape::Union(members), node) => {
                let kind = Kind::of(node);
                let mut members = members.iter();
                let member = members.find(|member| self.lowering.kind(member) == kind)?;
                let (module, name) = path.rsplit_once("::")?;
                let at = format!("{module}::{}", names::member_type(name));
                let value = self.exact(node, member, &at)?;
                format!("{}::{}({value})", self.path(path), names::member(member))
            }
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
            (Shape::Select(select), Node::Text(text)) => {
                let mut columns = select.columns.iter();
                let path = self.path(path);
                match columns.find(|column| column.has(text)) {
                    Some(column) if column.is_family() => format!("{path}::from({text:?})"),
                    Some(column) => format!(
                        "{path}::{}",
                        names::variant(column.rename.as_deref(), &column.wire)
                    ),
                    None => format!("{path}::{}", names::ALL),
                }
            }
            (Shape::Filter(filter), Node::List(conditions)) => {
                self.triples(path, filter, conditions)?
            }
            (Shape::Filter(filter), Node::Map(entries)) => self.filter(path, filter, entries)?,
            (Shape::Order(order), Node::Map(entries)) => {
                self.order(path, &order.columns, entries)?
            }
            (Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_), _) => return None,
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_), _) => return None,
        })
    }

    /// The type itself.
    fn ty(&mut self, ty: &Type, at: &str) -> String {
        match ty {
            Type::String => "String".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Double => "f64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Flag => self.path("crate::Flag"),
            Type::DateTime => self.path("crate::DateTime"),
            Type::Date => self.path("crate::Date"),
            Type::Scalar => self.path("crate::Scalar"),
            Type::File => self.path("crate::File"),
            Type::Base64 => self.path("crate::Base64"),
            Type::Order => self.path("crate::Order"),
            Type::Pagination => self.path("crate::Pagination"),
            Type::Json => "::serde_json::Value".to_owned(),
            Type::Null => "()".to_owned(),
            Type::Named(name) => self.path(&self.lowering.type_path(name)),
            Type::Inline(_) => self.path(at),
            Type::List(inner) => format!("Vec<{}>", self.ty(inner, at)),
            Type::Map(inner) => {
                format!(
                    "::std::collections::BTreeMap<String, {}>",
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
pub(super) fn literal(node: &Node) -> Option<String> {
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

/// How much of a JSON value there is.
fn size(node: &Node) -> usize {
    match node {
        Node::List(values) => 1 + values.iter().map(size).sum::<usize>(),
        Node::Map(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

/// JSON as `json!` takes it.
fn json(node: &Node) -> Option<String> {
    Some(match node {
        Node::Null => "null".to_owned(),
        Node::List(values) => {
            let values: Option<Vec<String>> = values.iter().map(json).collect();
            format!("[{}]", values?.join(", "))
        }
        Node::Map(entries) => {
            let mut fields = Vec::new();
            for (key, value) in entries {
                fields.push(format!("{key:?}: {}", json(value)?));
            }
            format!("{{{}}}", fields.join(", "))
        }
        Node::Number(number) if number.is_u64() && !number.is_i64() => format!("{number}_u64"),
        single => literal(single)?,
    })
}
