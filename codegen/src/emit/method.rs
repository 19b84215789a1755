//! What the crate knows about a method, and about the pages of its list.

use quote::quote;

use super::piece::{Piece, flag, ident, literal, table};
use super::scope::Scope;
use crate::names;
use crate::rust::{Context, Method, Paging, Scopes, Style, Version, Walk};

pub(super) fn method(request: &str, method: &Method, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let (version, context) = (method.version, method.context);
    let unwrap = method.unwrap.as_ref();
    let groups = method.any_of.iter().map(|group| array(group));
    let groups: Vec<String> = groups.collect();
    let rows = [
        Some(format!("name: {}", literal(&method.name))),
        Some(scopes(&method.scopes)),
        Some(format!("effect: {:?}", method.effect)),
        Some(format!("output: {}", scope.text(&method.output))),
        Some(format!("error: {}", method.error)),
        (version != Version::V2).then(|| format!("version: {version:?}")),
        (context != Context::Any).then(|| format!("context: {context:?}")),
        unwrap.map(|key| format!("unwrap: {}", literal(key))),
        (!method.envelope).then(|| "envelope: false".to_owned()),
        (!method.batch).then(|| "batch: false".to_owned()),
        (!groups.is_empty()).then(|| format!("any_of: [{}]", groups.join(", "))),
    ];
    pieces.push(table("method", request, rows.into_iter().flatten()));
    let paging = method.paging.as_ref();
    if let Some(Style::Own { .. }) = paging.map(|paging| &paging.style) {
        let module = ident(names::TURN_MODULE);
        pieces.push(quote!(mod #module;).into());
    }
    pieces.extend(paging.map(|paging| table("paged", request, pages(paging, scope))));
}

fn scopes(scopes: &Scopes) -> String {
    let all = if scopes.all { "all " } else { "" };
    let also = scopes.also.as_ref();
    let also = also.map_or_else(String::new, |also| format!(" also {}", literal(also)));
    format!("scopes: {all}{}{also}", array(&scopes.names))
}

fn array(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(literal).collect();
    format!("[{}]", texts.join(", "))
}

fn pages(paging: &Paging, scope: &Scope<'_>) -> impl Iterator<Item = String> {
    let style = match &paging.style {
        Style::Page { param } => format!("Page {{ param: {} }}", literal(param)),
        Style::Start { param } => format!("Start {{ param: {} }}", literal(param)),
        Style::Own { .. } => "Own {}".to_owned(),
        Style::Pagination { param } => format!("Pagination {{ param: {} }}", literal(param)),
        Style::Offset { param, limit } => {
            let [param, limit] = [param, limit].map(literal);
            format!("Offset {{ param: {param}, limit: {limit} }}")
        }
        Style::Cursor {
            param,
            limit,
            field,
        } => {
            let limit = limit.as_deref().unwrap_or_default();
            let [param, limit, field] = [param, limit, field].map(literal);
            format!("Cursor {{ param: {param}, limit: {limit}, field: {field} }}")
        }
    };
    let fixed = [
        format!("paging: {style}"),
        format!("size: {}", paging.size),
        format!("item: {}", scope.text(&paging.item)),
    ];
    let own = matches!(paging.style, Style::Own { .. });
    let turn = own.then(|| format!("turn: {}::{}", names::TURN_MODULE, names::TURN));
    let rows = paging.rows.as_ref().map(|(rows, required)| {
        let optional = flag("optional", !required);
        format!("rows: {} => {}{optional}", rows.ident, literal(&rows.wire))
    });
    let walk = paging.walk.as_ref().map(walk);
    fixed.into_iter().chain(turn).chain(rows).chain(walk)
}

/// How a list is read by identifier: what is not as usual.
fn walk(walk: &Walk) -> String {
    let given = |text: &str, usual: &str| (text != usual).then(|| literal(text));
    let parts = [
        ("id", Some(literal(&walk.id))),
        ("name", given(&walk.name, &walk.id)),
        ("filter", given(&walk.filter, "filter")),
        ("order", given(&walk.order, "order")),
        ("sort", walk.sort.as_ref().map(literal)),
        ("select", walk.select.as_ref().map(literal)),
    ];
    let parts = parts.into_iter();
    let parts = parts.filter_map(|(part, name)| Some(format!("{part}: {}", name?)));
    format!("walk: {{ {} }}", parts.collect::<Vec<_>>().join(", "))
}
