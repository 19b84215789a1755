//! A spec as it is when everything is in its place: the template put in, shared errors written out, the columns of a list
//! named, and under `types` every type that the method reaches.

use std::collections::BTreeMap;

use yaml::{Entry, Map, Node, Value};

use crate::check::{self, code_of};
use crate::diag::Report;
use crate::format::format;
use crate::model::{Api, Field, Method, Shape, Type, TypeRef};
use crate::parse::{self, TYPES, above};
use crate::place::{Files, Place};
use crate::sources::Sources;

/// The finished spec of a method, in the layout of specs; nothing, if the method has none. `name@v3` is a method of REST 3.
///
/// # Errors
///
/// Every mistake in the specs.
pub fn show(sources: &Sources, method: &str) -> Result<Option<String>, Report> {
    let mut found = Vec::new();
    let (files, specs) = parse::parse(sources, &mut found);
    let api = check::check(&specs, &files, found);
    let api = api.map_err(|found| Report::new(parse::told(&files, found)))?;
    let mut methods = api.methods.iter();
    let Some(method) = methods.find(|known| known.key() == method) else {
        return Ok(None);
    };
    let finished = Finished {
        files: &files,
        api: &api,
    }
    .method(method);
    let mut text = String::new();
    block(&finished, 0, &mut text);
    format(&method.file, &text).map(Some)
}

struct Finished<'f> {
    files: &'f Files<'f>,
    api: &'f Api,
}

impl<'f> Finished<'f> {
    fn method(&self, method: &Method) -> Node {
        let root = self.files.root(&method.file);
        let mut finished = Map::default();
        for (key, place) in root.entries() {
            let value = match key {
                "template" | "with" | "types" | "inherits" | "errors" => continue,
                "list" => list(method, place),
                _ => node(place),
            };
            push(&mut finished, key, value);
        }
        let errors = self.errors(method, root.key("errors"));
        if !errors.entries().is_empty() {
            push(&mut finished, "errors", map(errors));
        }
        let types = self.types(method);
        if !types.entries().is_empty() {
            push(&mut finished, "types", map(types));
        }
        map(finished)
    }

    /// The table of a method, with the rows that it shares or inherits; each code where the checked table has it.
    fn errors(&self, method: &Method, own: Place<'_>) -> Map {
        let mut errors = Map::default();
        for case in &method.errors {
            let is_this = |(code, place): &(&str, Place<'_>)| {
                code_of(code) == case.code && !matches!(place.value(), Value::Text(_))
            };
            let mut folders = above(&method.file);
            let found = own.entries().find(is_this).or_else(|| {
                folders.find_map(|folder| {
                    let shared = self.files.root(&format!("{folder}{TYPES}"));
                    shared.key("errors").entries().find(is_this)
                })
            });
            if let Some((code, place)) = found
                && errors.get(code).is_none()
            {
                push(&mut errors, code, node(place));
            }
        }
        errors
    }

    /// The types that a method reaches, in the order in which it does. Of two with one name the second has its path.
    fn types(&self, method: &Method) -> Map {
        let types = self.api.types();
        let fields = method.params.fields.iter().map(|field| &field.ty);
        let mut open: Vec<TypeRef> = Vec::new();
        for ty in fields.chain([&method.result.ty]) {
            named(ty, &mut open);
        }
        let (mut reached, mut next) = (Map::default(), 0);
        while let Some(name) = open.get(next).cloned() {
            next += 1;
            let place = self.described(&name);
            if let Some(base) = self.base(&name, place) {
                add(&mut open, base);
            }
            for ty in types
                .get(&name)
                .into_iter()
                .flat_map(|def| def.shape.types())
            {
                named(ty, &mut open);
            }
            let key = match reached.get(&name.name) {
                None => name.name.clone(),
                Some(_) => check::path_of(&name),
            };
            push(&mut reached, &key, node(place));
        }
        reached
    }

    fn described(&self, ty: &TypeRef) -> Place<'f> {
        self.files
            .root(&check::file_of(ty))
            .key("types")
            .key(&ty.name)
    }

    /// The type whose fields a partial one has.
    fn base(&self, of: &TypeRef, place: Place<'_>) -> Option<TypeRef> {
        let Value::Text(name) = place.key("partial").value() else {
            return None;
        };
        let (folder, name) = name.rsplit_once('.').unwrap_or(("", name));
        let seen = |ty: &&TypeRef| match folder {
            "" => ty.name == name && of.owner.starts_with(&ty.owner),
            _ => ty.name == name && ty.owner.join(".") == folder,
        };
        let types: BTreeMap<TypeRef, _> = self.api.types();
        types
            .keys()
            .filter(seen)
            .max_by_key(|ty| ty.owner.len())
            .cloned()
    }
}

/// The types with a name that a type is made of at once.
fn named(ty: &Type, found: &mut Vec<TypeRef>) {
    if let Some(name) = ty.named() {
        add(found, name.clone());
    }
    for ty in ty.inline().into_iter().flat_map(Shape::types) {
        named(ty, found);
    }
}

fn add(found: &mut Vec<TypeRef>, name: TypeRef) {
    if !found.contains(&name) {
        found.push(name);
    }
}

/// A list that names all of its columns: those of all parts under `fields`, the others under `also`.
fn list(method: &Method, place: Place<'_>) -> Node {
    let params = match place.key("inside").value() {
        Value::Text(inside) => {
            let around = method
                .params
                .fields
                .iter()
                .find(|field| field.wire == *inside);
            let object = around.and_then(|field| field.ty.inline());
            object.and_then(Shape::fields).unwrap_or_default()
        }
        _ => &method.params.fields,
    };
    let columns = |part: Place<'_>| -> Option<Vec<&str>> {
        let param = match part.key("param").value() {
            Value::Text(param) => param,
            _ => part.name(),
        };
        let param = params.iter().find(|field| field.wire == *param)?;
        let more = part.key("more");
        let is_own = |name: &&str| {
            more.entries().all(|(other, _)| other != *name)
                && more
                    .elements()
                    .all(|other| *other.value() != Value::Text((*name).to_owned()))
        };
        Some(wires(param).into_iter().filter(is_own).collect())
    };
    let parts = ["select", "filter", "order"].map(|part| place.key(part));
    let parts = parts.into_iter().filter(|part| part.node().is_some());
    let parts: Vec<(&str, Vec<&str>)> = parts
        .filter_map(|part| Some((part.name(), columns(part)?)))
        .collect();
    let (_, first) = parts.first().cloned().unwrap_or_default();
    let in_all = |name: &&str| parts.iter().all(|(_, columns)| columns.contains(name));
    let common: Vec<&str> = first.into_iter().filter(in_all).collect();
    let mut finished = Map::default();
    if !parts.is_empty() {
        push(&mut finished, "fields", texts(&common));
    }
    for (key, place) in place.entries() {
        let value = match parts.iter().find(|(part, _)| *part == key) {
            _ if matches!(key, "fields" | "except" | "also") => continue,
            None => node(place),
            Some((_, columns)) => {
                let mut part = Map::default();
                let own: Vec<&str> = columns
                    .iter()
                    .copied()
                    .filter(|name| !common.contains(name))
                    .collect();
                if !own.is_empty() {
                    push(&mut part, "also", texts(&own));
                }
                for (key, place) in place
                    .entries()
                    .filter(|(key, _)| !matches!(*key, "except" | "also"))
                {
                    push(&mut part, key, node(place));
                }
                map(part)
            }
        };
        push(&mut finished, key, value);
    }
    map(finished)
}

/// The names of the columns that a parameter of a list takes.
fn wires(param: &Field) -> Vec<&str> {
    let columns: Vec<_> = match param.ty.inline() {
        Some(Shape::Select(select)) => select.columns.iter().collect(),
        Some(Shape::Order(order)) => order.columns.iter().collect(),
        Some(Shape::Filter(filter)) => filter.columns.iter().map(|(column, _)| column).collect(),
        _ => Vec::new(),
    };
    columns
        .into_iter()
        .map(|column| column.wire.as_str())
        .collect()
}

fn node(place: Place<'_>) -> Node {
    place.node().cloned().unwrap_or_default()
}

fn map(map: Map) -> Node {
    let value = Value::Map(map);
    Node {
        value,
        ..Node::default()
    }
}

fn texts(texts: &[&str]) -> Node {
    let text = |text: &&str| Node {
        value: Value::Text((*text).to_owned()),
        ..Node::default()
    };
    let value = Value::List(texts.iter().map(text).collect());
    Node {
        value,
        ..Node::default()
    }
}

fn push(map: &mut Map, key: &str, value: Node) {
    let (key, key_span) = (key.to_owned(), value.span);
    // Keys differ: they are those of another mapping.
    map.push(Entry {
        key,
        key_span,
        value,
    });
}

/// A value on lines of its own, indented. What has text of several lines in it is a block; all else is JSON, which YAML is.
fn block(value: &Node, indent: usize, text: &mut String) {
    let pad = " ".repeat(indent);
    match &value.value {
        Value::Map(map) => {
            for Entry { key, value, .. } in map.entries() {
                *text += &format!("{pad}{}:", quoted(key));
                behind(value, indent, text);
            }
        }
        Value::List(values) => {
            for value in values {
                *text += &format!("{pad}-");
                behind(value, indent, text);
            }
        }
        _ => {}
    }
}

/// A value behind its key or dash.
fn behind(value: &Node, indent: usize, text: &mut String) {
    match &value.value {
        Value::Text(lines) if is_block(lines) => {
            let body = lines.trim_end_matches('\n');
            *text += " |";
            *text += ["-", "", "+"][(lines.len() - body.len()).min(2)];
            for line in lines.trim_end_matches('\n').split('\n') {
                *text += &format!("\n{}{line}", " ".repeat(indent + 2));
            }
            *text += &"\n".repeat((lines.len() - body.len()).max(1));
        }
        Value::Map(_) | Value::List(_) if has_lines(value) => {
            *text += "\n";
            block(value, indent + 2, text);
        }
        _ => {
            *text += " ";
            *text += &json(value);
            *text += "\n";
        }
    }
}

/// Whether a text is written as a block.
fn is_block(text: &str) -> bool {
    let is_odd = |line: &str| line.starts_with(' ') || line.contains(char::is_control);
    text.trim_end_matches('\n').contains('\n')
        && !text.starts_with('\n')
        && !text.lines().any(is_odd)
}

/// Whether a text in a value is written as a block.
fn has_lines(value: &Node) -> bool {
    match &value.value {
        Value::Text(text) => is_block(text),
        Value::List(values) => values.iter().any(has_lines),
        Value::Map(map) => map.entries().iter().any(|entry| has_lines(&entry.value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn json(value: &Node) -> String {
    match &value.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::Text(text) => quoted(text),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(json).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Map(map) => {
            let entries = map.entries().iter();
            let entries = entries.map(|entry| quoted(&entry.key) + ": " + &json(&entry.value));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in double quotes. What nobody sees is an escape: the reader takes nothing else for it.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}' => {
                quoted += &format!("\\u{:04X}", u32::from(c));
            }
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
