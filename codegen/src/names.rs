//! Names: from what the API calls a thing to what Rust calls it. Case, keywords and characters that Rust does not have
//! in names are decided here and nowhere else.

mod reserved;
#[cfg(test)]
mod tests;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::model::{
    Column, ErrorCase, Field, Kind, Method, Operator, Placeholder, Shape, Type, Value,
};
pub(crate) use reserved::{DERIVES, PRELUDE, ROOT};
use reserved::{FEATURES, KEYWORDS};

/// The function that turns the page, where that is written by hand.
pub(crate) const TURN: &str = "next_page";

/// The module of that function.
pub(crate) const TURN_MODULE: &str = "_turn";

/// The module of a type that is written by hand.
pub(crate) fn own_module(ident: &str) -> String {
    format!("_own_{}", ident.to_snake_case())
}

/// The modules of the parts of a method's name, from the root of the crate.
pub(crate) fn modules(path: &[String]) -> Vec<String> {
    let mut modules: Vec<String> = path.iter().map(|part| module(part)).collect();
    match modules.first_mut() {
        Some(top) if ROOT.contains(&top.as_str()) => top.push('_'),
        _ => {}
    }
    modules
}

fn module(part: &str) -> String {
    match part {
        // A file of this name is the folder's own, or cannot be had everywhere.
        "mod" | "aux" | "con" | "nul" | "prn" => format!("{part}_"),
        _ => value_name(&snake(part)),
    }
}

/// The feature of a module: its path from the root of the crate, with points.
pub(crate) fn feature(path: &[String]) -> String {
    let modules = modules(path);
    let modules: Vec<&str> = modules.iter().map(|module| file(module)).collect();
    match modules.split_first() {
        Some((top, rest)) if FEATURES.contains(top) => {
            let top = [*top, "_"].concat();
            [&[top.as_str()], rest].concat().join(".")
        }
        _ => modules.join("."),
    }
}

/// A module's name as the name of a file.
pub(crate) fn file(module: &str) -> &str {
    module.strip_prefix("r#").unwrap_or(module)
}

/// A field, an argument, the function of a test.
pub(crate) fn field(wire: &str) -> String {
    value_name(&snake(wire))
}

/// A field that may have a name of the author's own.
pub(crate) fn renamed(rename: Option<&str>, wire: &str) -> String {
    rename.map_or_else(|| field(wire), str::to_owned)
}

/// A field of an object.
pub(crate) fn struct_field(field: &Field) -> String {
    renamed(field.rename.as_deref(), &field.wire)
}

/// What a message says in the place of a placeholder.
pub(crate) fn placeholder(of: &Placeholder) -> String {
    renamed(of.rename.as_deref(), &of.name)
}

/// The variant of `select` for a field.
pub(crate) fn variant(rename: Option<&str>, wire: &str) -> String {
    type_name(rename.unwrap_or(wire))
}

/// The variant of `select` for a column.
pub(crate) fn select_variant(column: &Column) -> String {
    variant(column.rename.as_deref(), &column.wire)
}

/// The setter of a field.
pub(crate) fn setter(field: &str) -> String {
    match field {
        "new" => "new_".to_owned(),
        _ => field.to_owned(),
    }
}

/// The variant of `select` that stands for all fields.
pub(crate) const ALL: &str = "All";

/// The method of a filter or an order for a field. Some names are for what such a type may do itself one day.
pub(crate) fn condition_of(rename: Option<&str>, wire: &str) -> String {
    let name = renamed(rename, wire);
    match name.as_str() {
        "new" | "nested" | "group" | "logic" | "field" | "any" | "all" | "not" => name + "_",
        _ => name,
    }
}

/// The method of a filter or an order for a column.
pub(crate) fn condition(column: &Column) -> String {
    condition_of(column.rename.as_deref(), &column.wire)
}

/// The type of an operator, or of a name without one.
pub(crate) fn operator(operator: Option<Operator>) -> String {
    operator.map_or("Bare".to_owned(), |operator| format!("{operator:?}"))
}

/// The function that makes a condition; none for another spelling of one that has.
pub(crate) fn comparison(operator: Operator) -> Option<String> {
    match operator {
        Operator::In | Operator::NotIn => Some(snake(&format!("Is{operator:?}"))),
        Operator::Not | Operator::LikeAlt | Operator::NotLikeAlt | Operator::BareIn => None,
        _ => Some(snake(&format!("{operator:?}"))),
    }
}

/// A type or a variant.
pub(crate) fn type_name(wire: &str) -> String {
    let name = upper_camel(wire);
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("Value{name}"),
        _ if TAKEN.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}

/// What no type or variant can be called: a keyword that cannot be raw, and variants that every enum may have.
const TAKEN: [&str; 3] = ["Self", "Unknown", NO_CODE];

/// The variant of an error without a code.
pub(crate) const NO_CODE: &str = "NoCode";

/// A variant of an integer enum.
pub(crate) fn integer_variant(value: i64) -> String {
    match value {
        ..0 => format!("ValueMinus{}", value.unsigned_abs()),
        _ => format!("Value{value}"),
    }
}

/// The variant of a value.
pub(crate) fn value(value: &Value) -> String {
    own_or(&value.rename, || type_name(&value.wire))
}

/// The variant of a value that is a number.
pub(crate) fn integer_value(number: i64, value: &Value) -> String {
    own_or(&value.rename, || integer_variant(number))
}

/// The variant of an error.
pub(crate) fn error_variant(case: &ErrorCase) -> String {
    own_or(&case.name, || code_variant(&case.code))
}

/// The variant of a code, if it is not given another name.
pub(crate) fn code_variant(code: &str) -> String {
    if code.is_empty() {
        return NO_CODE.to_owned();
    }
    let name = type_name(code);
    match name.strip_prefix("Value") {
        Some(number) if code.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("Code{number}")
        }
        _ => name,
    }
}

/// The name in capitals that stands in a message for a placeholder of whatever notation.
pub(crate) fn mark(rename: Option<&str>, written: &str) -> String {
    let name = rename.map_or_else(|| placeholder_field(written), str::to_owned);
    file(&name).to_ascii_uppercase()
}

/// The field for a placeholder of whatever notation, if it is not given another name.
pub(crate) fn placeholder_field(written: &str) -> String {
    field(written.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
}

fn own_or(rename: &Option<String>, derived: impl FnOnce() -> String) -> String {
    rename.clone().unwrap_or_else(derived)
}

/// A type that belongs to `parent`: the errors and the result of a method, a field of an object.
pub(crate) fn nested(parent: &str, field: &str) -> String {
    let other = if field == "error" { "Kind" } else { "Data" };
    joined(parent, &upper_camel(field), other)
}

/// One name behind another. A word that ends the first and begins the second is said once; `other` stands for a second one
/// that has nothing else to say.
fn joined(first: &str, second: &str, other: &str) -> String {
    let first = first.trim_end_matches('_');
    let words = second.char_indices().skip(1);
    let ends = words.filter_map(|(at, c)| c.is_ascii_uppercase().then_some(at));
    let said = ends.chain([second.len()]);
    let said = said.filter(|end| first.ends_with(&second[..*end])).max();
    let said = said.unwrap_or(0);
    let rest = match said == second.len() {
        true if first.ends_with(other) => "Part",
        true => other,
        false => &second[said..],
    };
    first.to_owned() + rest
}

/// The type that names the required fields of `object`.
pub(crate) fn required(object: &str) -> String {
    nested(object, "required")
}

/// The type of a field that has no name of its own in the spec.
pub(crate) fn field_type(parent: &str, field: &Field) -> String {
    let name = field.rename.as_deref().unwrap_or(&field.wire);
    let other = match (field.ty.inline(), &field.ty) {
        (Some(Shape::Object(_)), Type::List(_)) => "Item",
        (Some(Shape::Object(_)), _) => "Data",
        _ => "Value",
    };
    joined(parent, &upper_camel(name), other)
}

/// The type of a method's request.
pub(crate) fn request(method: &Method) -> String {
    let last = method.name.rsplit('.').next().unwrap_or_default();
    own_or(&method.rename, || type_name(last))
}

/// The variant of a member of a union.
pub(crate) fn member(ty: &Type) -> String {
    match ty {
        Type::Named(name) => return name.name.clone(),
        Type::DateTime => "DateTime",
        Type::Timestamp => "Timestamp",
        Type::Date => "Date",
        Type::Double => "Double",
        Type::Boolean(_) => "Boolean",
        Type::Money => "Money",
        Type::File => "File",
        Type::Base64 => "Base64",
        Type::Map(_) => "Map",
        Type::Order => "Order",
        ty => match ty.kind(&|_| None) {
            Some(Kind::Boolean) => "Boolean",
            Some(Kind::Number) => "Integer",
            Some(Kind::String) => "Text",
            Some(Kind::Array) => "List",
            Some(Kind::Object) | None => "Object",
        },
    }
    .to_owned()
}

/// The type of a member of `union` that has no name of its own.
pub(crate) fn member_type(union: &str) -> String {
    joined(union, "Value", "Item")
}

/// Whether `name` can be given to a type or a variant.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && consists_of(name, "")
        && !TAKEN.contains(&name)
}

/// Whether `name` can be given to a field. A setter or a condition may get an underscore of its own.
pub(crate) fn is_field_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && consists_of(name, "_")
        && !name.contains(|c: char| c.is_ascii_uppercase())
        && !name.ends_with('_')
        && value_name(name) == name
}

/// Whether the part of a method's name can stand in a path and in Rust.
pub(crate) fn is_method_part(part: &str) -> bool {
    consists_of(part, "_-")
}

/// Whether the vendor may have a scope of this name.
pub(crate) fn is_scope(scope: &str) -> bool {
    consists_of(scope, "_-.")
}

/// Whether it begins with a letter or a digit, and goes on with such and with `signs`.
fn consists_of(name: &str, signs: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || signs.contains(c);
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(fits)
}

fn upper_camel(wire: &str) -> String {
    if is_word(wire) {
        let (first, rest) = wire.split_at(1);
        return first.to_ascii_uppercase() + &rest.to_ascii_lowercase();
    }
    words(wire).to_upper_camel_case()
}

/// Whether it is one word for certain, as most names are; to find words takes its time.
fn is_word(wire: &str) -> bool {
    let mut bytes = wire.bytes();
    match bytes.next() {
        Some(b'a'..=b'z') => bytes.all(|byte| byte.is_ascii_lowercase()),
        Some(b'A'..=b'Z') => bytes.all(|byte| byte.is_ascii_uppercase()),
        _ => false,
    }
}

fn snake(wire: &str) -> String {
    if is_word(wire) {
        return wire.to_ascii_lowercase();
    }
    let name = words(wire).to_snake_case();
    match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if !first.is_ascii_digit() => name,
        _ => format!("value_{name}"),
    }
}

/// The wire name in ASCII. The signs that tell two wire names apart are spelled out, the others only separate words.
fn words(wire: &str) -> String {
    let sign = match wire.chars().next() {
        Some('~') => "tilde ",
        Some('=') => "eq ",
        Some('!') => "not ",
        Some('>') => "gt ",
        Some('<') => "lt ",
        Some('%') => "like ",
        Some('@') => "in ",
        _ => "",
    };
    let signed = format!("{sign}{wire}");
    signed.replace(|c: char| !c.is_ascii_alphanumeric(), " ")
}

/// A name where Rust expects a value or a module.
fn value_name(name: &str) -> String {
    match name {
        "self" | "super" | "crate" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
