//! A value of an example as a Rust expression.

use super::builder::{Builder, Entries, Expr};
use super::{decimal, text};
use crate::json::Json;
use crate::model::{Field, Kind, Object, Shape, Type};
use crate::names;
use crate::rust::Path;

impl Builder<'_, '_> {
    /// `Name::new(required).optional(value)`; `name` is what the type at `path` is called.
    pub(super) fn object(
        &mut self,
        name: &str,
        path: &Path,
        object: &Object,
        entries: &Entries,
    ) -> Expr {
        let at = |field| path.beside(names::field_type(&path.ident, field));
        let sent = |field: &Field| find(entries, &field.wire);
        let required = object.fields.iter().filter(|field| field.required);
        let args = if object.names_required() {
            let fields = required.map(|field| {
                let value = self.named(sent(field)?, field, entries, &at(field))?;
                Some(format!("{}: {value}", names::struct_field(field)))
            });
            let fields = list("{", fields, "}")?;
            let all = path.beside(names::required(&path.ident));
            let all = match name.strip_suffix(&path.ident) {
                None | Some("") => self.path(&all),
                Some(module) => format!("{module}{}", all.ident),
            };
            format!("({all} {fields})")
        } else {
            let args = required.map(|field| self.field(sent(field)?, field, entries, &at(field)));
            list("(", args, ")")?
        };
        let mut text = format!("{name}::new{args}");
        for field in object.fields.iter().filter(|field| !field.required) {
            let value = if field.is_family() {
                let is_own = |key| object.field(key).is_some_and(|own| own.wire == field.wire);
                let family = entries.iter().filter(|(key, _)| is_own(key));
                let family: Vec<_> = family.cloned().collect();
                (!family.is_empty()).then(|| self.family(family, &field.ty, &at(field)))
            } else {
                sent(field).map(|node| self.field(node, field, entries, &at(field)))
            };
            if let Some(value) = value {
                let setter = names::setter(&names::struct_field(field));
                text += &format!(".{setter}({})", value?);
            }
        }
        Some(text)
    }

    /// The value of a field, which another one of the `entries` may decide.
    fn field(&mut self, node: &Json, field: &Field, entries: &Entries, at: &Path) -> Expr {
        let Some(cases) = self.lowering.cases(&field.ty) else {
            return self.arg(node, &field.ty, at);
        };
        let Json::Map(fields) = node else {
            return self.arg(node, &field.ty, at);
        };
        let case = match cases.meant(entries) {
            Some(case) => Some((case, self.exact(node, &case.ty, at)?)),
            // Nothing may decide it, as where a change does not say what it changes: any case that fits will do.
            None => cases.cases.iter().find_map(|case| {
                let value = self.has_all(&case.ty, fields);
                let value = value.then(|| self.exact(node, &case.ty, at)).flatten();
                Some((case, value?))
            }),
        };
        let path = self.ty(
            field
                .ty
                .named()
                .map(|name| Type::Named(name.clone()))
                .as_ref()?,
            at,
        );
        Some(match case {
            None => format!("{path}::Other({})", self.exact(node, &Type::Json, at)?),
            Some((case, value)) => match field.ty {
                Type::Nullable(_) => format!("{path}::{}({value})", names::member(&case.ty)),
                _ => value,
            },
        })
    }

    /// Whether an object has a field for each of the entries.
    fn has_all(&self, ty: &Type, entries: &Entries) -> bool {
        let def = ty.named().and_then(|name| self.lowering.types.get(name));
        match def.map(|def| &def.shape) {
            Some(Shape::Object(object)) => {
                entries.iter().all(|(key, _)| object.field(key).is_some())
            }
            _ => false,
        }
    }

    /// A required field that is named: text is borrowed.
    fn named(&mut self, node: &Json, field: &Field, entries: &Entries, at: &Path) -> Expr {
        match &field.ty {
            Type::String => literal(node),
            ty if self.lowering.cases(ty).is_some() => {
                Some(self.field(node, field, entries, at)? + ".into()")
            }
            ty => self.exact(node, ty, at),
        }
    }

    /// The keys of a family with their values.
    fn family(&mut self, entries: Vec<(String, Json)>, ty: &Type, at: &Path) -> Expr {
        if !matches!(ty, Type::Json) {
            let map = Type::Map(Box::new(ty.clone()));
            return self.arg(&Json::Map(entries), &map, at);
        }
        let fields = entries.iter().map(|(key, value)| {
            let value = self.exact(value, ty, at)?;
            Some(format!("({key:?}, {value})"))
        });
        list("[", fields, "]")
    }

    /// A value as an argument: anything that becomes the type. `at` is the path of a shape without a name.
    pub(super) fn arg(&mut self, node: &Json, ty: &Type, at: &Path) -> Expr {
        Some(match (ty, node) {
            (Type::String | Type::DateTime | Type::Date | Type::Scalar, Json::Text(_))
            | (Type::Scalar, Json::Number(_) | Json::Bool(_))
            | (Type::Timestamp, Json::Number(_)) => literal(node)?,
            (Type::Decimal, Json::Number(_)) => decimal::literal(node)?,
            (Type::Named(name), Json::Text(_) | Json::Number(_)) if self.lowering.is_id(name) => {
                literal(node)?
            }
            (Type::Nullable(inner), node) if *node != Json::Null => self.exact(node, inner, at)?,
            (Type::List(inner), Json::List(values))
                if values.is_empty() && self.lowering.takes_into(inner) =>
            {
                format!("Vec::<{}>::new()", self.ty(inner, at))
            }
            (Type::List(inner), Json::List(values)) => {
                let values = self.elements(values.iter().collect(), inner, at)?;
                format!("[{}]", values.join(", "))
            }
            (Type::Map(inner), Json::Map(entries)) if entries.is_empty() => {
                let ty = self.ty(inner, at);
                format!("{}::<String, {ty}>::new()", self.map())
            }
            (Type::Map(inner), Json::Map(entries)) => {
                let values = entries.iter().map(|(_, value)| value).collect();
                let pairs = entries.iter().zip(self.elements(values, inner, at)?);
                let pairs = pairs.map(|((key, _), value)| Some(format!("({key:?}, {value})")));
                list("[", pairs, "]")?
            }
            _ => self.exact(node, ty, at)?,
        })
    }

    /// Elements of an array: all of one type.
    pub(super) fn elements(&mut self, of: Vec<&Json>, ty: &Type, at: &Path) -> Option<Vec<String>> {
        let whole = |node: &Json| matches!(node, Json::Number(number) if number.is_i64());
        let mut kinds = of.iter().map(|node| (node.kind(), whole(node)));
        let first = kinds.next();
        let mixed =
            matches!(ty, Type::Scalar | Type::Decimal) && kinds.any(|kind| Some(kind) != first);
        let deep = matches!(ty, Type::List(_) | Type::Map(_) | Type::Nullable(_));
        let element = match mixed || deep {
            true => Self::exact,
            false => Self::arg,
        };
        let elements = of.into_iter().map(|node| element(self, node, ty, at));
        elements.collect()
    }

    /// A value of exactly the type.
    pub(super) fn exact(&mut self, node: &Json, ty: &Type, at: &Path) -> Expr {
        Some(match (ty, node) {
            (Type::String, Json::Text(text)) => text::literal(text) + ".to_owned()",
            (Type::Scalar | Type::DateTime | Type::Date | Type::Timestamp, _) => {
                format!("{}::from({})", self.ty(ty, at), literal(node)?)
            }
            (Type::Integer, Json::Number(_)) => literal(node)?,
            (Type::Boolean(notation), node) => notation.read(node)?.to_string(),
            (Type::Double, Json::Number(number)) => format!("{:?}", number.as_f64()?),
            (Type::Decimal, Json::Number(_)) => {
                format!(
                    "{}::from({})",
                    self.item("Decimal"),
                    decimal::literal(node)?
                )
            }
            (Type::Decimal, Json::Text(text)) => decimal::digits(text, &self.item("Decimal")),
            (Type::Money, Json::Text(text)) => {
                let (amount, currency) = text.split_once('|').unwrap_or((text, ""));
                let amount = decimal::digits(amount, &self.item("Decimal"));
                format!("{}::new({amount}, {currency:?})", self.item("Money"))
            }
            (Type::Null, _) => "()".to_owned(),
            (Type::Order, Json::Map(entries)) => {
                let mut text = self.item("Order") + "::new()";
                for (field, direction) in entries {
                    text += &format!(".by({field:?}, {})", self.direction(direction)?);
                }
                text
            }
            (Type::Pagination, Json::Map(entries)) => {
                let mut text = self.item("Pagination") + "::new()";
                for (key, value) in entries {
                    text += &format!(".{key}({})", literal(value)?);
                }
                text
            }
            (Type::File, Json::List(values)) => {
                let [Json::Text(name), content] = values.as_slice() else {
                    return None;
                };
                let content = self.exact(content, &Type::Base64, at)?;
                format!("{}::from_base64({name:?}, {content})", self.item("File"))
            }
            (Type::Base64, Json::Text(content)) => {
                format!("{}::from_encoded({content:?})", self.item("Base64"))
            }
            (Type::Json, node) if size(node) <= 64 => {
                format!("{}!({})", self.foreign("serde_json::json"), json(node)?)
            }
            // The macro is not made for this.
            (Type::Json, node) => format!(
                "{}::<{}>({}).unwrap_or_default()",
                self.foreign("serde_json::from_str"),
                self.foreign("serde_json::Value"),
                text::literal(&node.json())
            ),
            (Type::Nullable(_), Json::Null) => format!("{}::Null", self.item("Nullable")),
            (Type::Nullable(inner), node) => {
                let value = self.exact(node, inner, at)?;
                format!("{}::Value({value})", self.item("Nullable"))
            }
            (Type::List(inner), Json::List(values)) => {
                let values = values.iter().map(|value| self.exact(value, inner, at));
                list("vec![", values, "]")?
            }
            (Type::Map(inner), Json::Map(entries)) => {
                let entries = entries.iter().map(|(key, value)| {
                    let value = self.exact(value, inner, at)?;
                    Some(format!("({key:?}.to_owned(), {value})"))
                });
                let entries = list("([", entries, "])")?;
                format!("{}::from{entries}", self.map())
            }
            (Type::Named(name), node) => {
                let def = *self.lowering.types.get(name)?;
                self.shape(node, &def.shape, &self.lowering.type_path(name))?
            }
            (Type::Inline(shape), node) => self.shape(node, shape, at)?,
            _ => return None,
        })
    }

    /// What a map is called.
    fn map(&mut self) -> String {
        const MAP: &str = "std::collections::BTreeMap";
        let path = Path::of(MAP);
        match self.path(&path) {
            name if name == path.ident => name,
            _ => format!("::{MAP}"),
        }
    }

    fn shape(&mut self, node: &Json, shape: &Shape, path: &Path) -> Expr {
        let variant = match (shape, node) {
            (Shape::Object(of), Json::Map(entries)) => {
                let name = self.path(path);
                return self.object(&name, path, of, entries);
            }
            (Shape::Filter(of), Json::List(triples)) => {
                return self.triples(path, of, &of.demands, triples);
            }
            (Shape::Filter(of), Json::Map(entries)) => {
                return self.filter(path, of, &of.demands, entries);
            }
            (Shape::Order(of), Json::Map(entries)) => return self.order(path, of, entries),
            (Shape::Union(members), node) => {
                let fits = |member: &&Type| self.lowering.kind(member) == Kind::of(node);
                let member = members.iter().find(fits)?;
                let at = path.beside(names::member_type(&path.ident));
                let value = self.exact(node, member, &at)?;
                format!("{}({value})", names::member(member))
            }
            (Shape::Id(_), node) => format!("from({})", literal(node)?),
            (Shape::Strings(values), Json::Text(text)) => {
                names::value(values.iter().find(|value| value.wire == *text)?)
            }
            (Shape::Integers(values), Json::Number(number)) => {
                let number = number.as_i64()?;
                let (_, value) = values.iter().find(|(value, _)| *value == number)?;
                names::integer_value(number, value)
            }
            (Shape::Select(select), Json::Text(text)) => {
                match select.columns.iter().find(|column| column.has(text)) {
                    Some(column) if column.is_family() => format!("from({text:?})"),
                    Some(column) => names::select_variant(column),
                    None => names::ALL.to_owned(),
                }
            }
            // Only the object around it knows which one it is.
            (Shape::Cases(_), node) => format!("Other({})", self.exact(node, &Type::Json, path)?),
            (Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_), _) => return None,
            // How it is built, nobody knows but it.
            (Shape::Own(_), _) => return None,
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_), _) => return None,
        };
        Some(format!("{}::{variant}", self.path(path)))
    }
}

/// The value of a key.
pub(super) fn find<'j>(entries: &'j Entries, key: &str) -> Option<&'j Json> {
    let entry = entries.iter().find(|(other, _)| other == key);
    entry.map(|(_, value)| value)
}

fn list(open: &str, values: impl Iterator<Item = Expr>, close: &str) -> Expr {
    let values: Option<Vec<String>> = values.collect();
    Some(format!("{open}{}{close}", values?.join(", ")))
}

/// A single value. A number that Rust would not take for an `i32` says so.
pub(super) fn literal(node: &Json) -> Expr {
    Some(match node {
        Json::Text(text) => text::literal(text),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => match number.as_i64() {
            Some(value) if i32::try_from(value).is_ok() => value.to_string(),
            Some(value) => format!("{value}_i64"),
            None => format!("{:?}", number.as_f64()?),
        },
        _ => return None,
    })
}

/// How much of a JSON value there is.
fn size(node: &Json) -> usize {
    match node {
        Json::List(values) => 1 + values.iter().map(size).sum::<usize>(),
        Json::Map(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<usize>(),
        _ => 1,
    }
}

/// JSON as `json!` takes it.
fn json(node: &Json) -> Expr {
    Some(match node {
        Json::Null => "null".to_owned(),
        Json::List(values) => list("[", values.iter().map(json), "]")?,
        Json::Map(entries) => {
            let field = |(key, value): &(String, Json)| Some(format!("{key:?}: {}", json(value)?));
            list("{", entries.iter().map(field), "}")?
        }
        Json::Number(number) if number.is_u64() && !number.is_i64() => format!("{number}_u64"),
        single => literal(single)?,
    })
}
