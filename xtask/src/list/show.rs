//! The coverage as rows, and these as text.

use std::io::{self, Write};

use serde_json::json;

use super::coverage::{EVIDENCE, Scopes, State};

/// A row for each scope, under a row of titles.
pub(super) fn by_scope(scopes: &Scopes) -> Vec<Vec<String>> {
    let titles = ["scope", "methods", "specs"].into_iter();
    let titles = titles.chain(State::SPECS.map(State::name)).chain(EVIDENCE);
    let mut rows = vec![titles.map(str::to_owned).collect()];
    for (scope, methods) in scopes {
        let count = |wanted| {
            methods
                .values()
                .filter(|(state, _)| *state == wanted)
                .count()
        };
        let known = |from| {
            methods
                .values()
                .filter(|(_, evidence)| *evidence == from)
                .count()
        };
        let specs = methods.len() - count(State::Missing);
        let counts = [methods.len(), specs]
            .into_iter()
            .chain(State::SPECS.map(count))
            .chain(EVIDENCE.map(known));
        let counts = counts.map(|count| count.to_string());
        rows.push([scope.clone()].into_iter().chain(counts).collect());
    }
    rows
}

/// A row for each method, under a row of titles.
pub(super) fn by_method(scopes: &Scopes) -> Vec<Vec<String>> {
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let methods = scopes.values().flatten();
    let rows = methods.map(|(method, (state, evidence))| row([method, state.name(), evidence]));
    let titles = row(["method", "state", "evidence"]);
    [titles].into_iter().chain(rows).collect()
}

pub(super) fn table(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let width = |column| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(String::len)
            .max()
    };
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = width(column).unwrap_or_default();
            line += &match cell.parse::<usize>() {
                Ok(_) => format!("{cell:>width$}  "),
                Err(_) => format!("{cell:width$}  "),
            };
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

pub(super) fn markdown(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    for (index, row) in rows.iter().enumerate() {
        writeln!(out, "| {} |", row.join(" | "))?;
        if index == 0 {
            writeln!(out, "{}|", "|---".repeat(row.len()))?;
        }
    }
    Ok(())
}

pub(super) fn json(scopes: &Scopes) -> serde_json::Value {
    let scopes = scopes.iter().map(|(scope, methods)| {
        let methods = methods.iter();
        let states = methods.map(|(method, (state, evidence))| {
            let state = json!({ "state": state.name(), "evidence": evidence });
            (method.clone(), state)
        });
        (scope.clone(), serde_json::Value::Object(states.collect()))
    });
    serde_json::Value::Object(scopes.collect())
}
