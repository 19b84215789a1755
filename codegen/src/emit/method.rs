//! What the crate knows about a method, and about the pages of its list.

use super::table::literal;
use super::{Piece, Scope, Table};
use crate::rust::{Context, Method, Paging, Version, Way};

pub(super) fn emit(item: &Method, scope: &Scope<'_>, pieces: &mut Vec<Piece>) {
    let scopes: Vec<String> = item.scopes.iter().map(|scope| literal(scope)).collect();
    let rows = [
        Some(format!("name: {}", literal(&item.name))),
        Some(format!("scopes: [{}]", scopes.join(", "))),
        Some(format!("effect: {:?}", item.effect)),
        Some(format!("output: {}", scope.text(&item.output))),
        Some(format!("error: {}", item.error)),
        (item.version != Version::V2).then(|| format!("version: {:?}", item.version)),
        (item.context != Context::Any).then(|| format!("context: {:?}", item.context)),
        item.unwrap
            .as_ref()
            .map(|key| format!("unwrap: {}", literal(key))),
        (!item.batch).then(|| "batch: false".to_owned()),
    ];
    let table = Table {
        macro_name: "method",
        head: item.ident.clone(),
        rows: rows.into_iter().flatten().collect(),
    };
    pieces.push(table.into());
    if let Some(paging) = &item.paging {
        pieces.push(paged(&item.ident, paging, scope).into());
    }
}

fn paged(ident: &str, paging: &Paging, scope: &Scope<'_>) -> Table {
    let (way, params): (_, Vec<(&str, &str)>) = match &paging.way {
        Way::Page { param } => ("Page", vec![("param", param)]),
        Way::Start { param, .. } => ("Start", vec![("param", param)]),
        Way::Offset { param, limit } => ("Offset", vec![("param", param), ("limit", limit)]),
        Way::Cursor {
            param,
            limit,
            field,
        } => {
            let limit = limit.as_deref().unwrap_or_default();
            (
                "Cursor",
                vec![("param", param), ("limit", limit), ("field", field)],
            )
        }
        Way::Pagination { param } => ("Pagination", vec![("param", param)]),
    };
    let params = params
        .iter()
        .map(|(key, text)| format!("{key}: {}", literal(text)));
    let walk = match &paging.way {
        Way::Start { walk, .. } => walk.as_ref(),
        _ => None,
    };
    let walk = walk.map(|walk| {
        let select = walk.select.as_deref().unwrap_or_default();
        let parts = [&walk.id, &walk.filter, &walk.order, select].map(literal);
        format!("walk: {}", parts.join(" "))
    });
    let rows = paging.rows.as_ref().map(|rows| {
        let optional = if rows.required { "" } else { " optional" };
        format!("rows: {} => {}{optional}", rows.ident, literal(&rows.wire))
    });
    let fixed = [
        format!(
            "paging: {way} {{ {} }}",
            params.collect::<Vec<_>>().join(", ")
        ),
        format!("size: {}", paging.size),
        format!("item: {}", scope.text(&paging.item)),
    ];
    Table {
        macro_name: "paged",
        head: ident.to_owned(),
        rows: fixed.into_iter().chain(rows).chain(walk).collect(),
    }
}
