//! Answers, in the three forms that they are decoded from.

use std::fmt::Write as _;

/// How an answer is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Form {
    /// As documented.
    Tidy,
    /// The keys of every object in reversed order.
    Reversed,
    /// Every number a string, every boolean `Y` or `N`.
    Dirty,
}

enum Json {
    Text(String),
    Integer(usize),
    Double(f64),
    Boolean(bool),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

/// The answer to `biconnector.source.get`, or to `biconnector.source.list` with so many rows.
pub fn body(rows: Option<usize>, form: Form) -> String {
    let result = match rows {
        None => Json::Object(vec![("item", get())]),
        Some(rows) => Json::List((0..rows).map(row).collect()),
    };
    let answer = Json::Object(vec![("result", result), ("time", time())]);
    let mut body = String::new();
    answer.write(form, &mut body);
    body
}

fn get() -> Json {
    Json::Object(vec![
        ("connection", Json::Object(connection(17))),
        ("connectorId", Json::Integer(4)),
        ("settings", settings(17)),
    ])
}

fn row(index: usize) -> Json {
    let mut row = connection(index);
    row.push(("connectorId", Json::Integer(4)));
    row.push(("settings", settings(index)));
    Json::Object(row)
}

fn connection(index: usize) -> Vec<(&'static str, Json)> {
    let day = index % 28 + 1;
    vec![
        ("id", Json::Integer(index + 1)),
        ("type", text("rest")),
        ("code", text(format!("rest_{}", index % 9))),
        ("title", text(format!("Sales ledger {index}"))),
        ("description", text("Invoices of all branches")),
        ("active", Json::Boolean(!index.is_multiple_of(3))),
        ("dateCreate", text(format!("2025-05-{day:02} 09:30:00"))),
        ("dateUpdate", text(format!("2025-06-{day:02} 18:04:59"))),
        ("createdById", Json::Integer(7)),
        ("updatedById", Json::Integer(12 + index % 40)),
    ]
}

fn settings(index: usize) -> Json {
    let setting = |id, code, name, kind, value: String| {
        Json::Object(vec![
            ("id", Json::Integer(id)),
            ("code", text(code)),
            ("name", text(name)),
            ("type", text(kind)),
            ("value", text(value)),
        ])
    };
    let key = format!("6f1c-{index}-example");
    Json::List(vec![
        setting(2 * index + 31, "apiKey", "API key", "STRING", key),
        setting(2 * index + 32, "port", "Port", "INT", "8443".to_owned()),
    ])
}

fn time() -> Json {
    Json::Object(vec![
        ("start", Json::Double(1_747_042_200.125)),
        ("finish", Json::Double(1_747_042_200.25)),
        ("duration", Json::Double(0.125)),
        ("processing", Json::Double(0.0625)),
        ("date_start", text("2025-05-12T09:30:00+00:00")),
        ("date_finish", text("2025-05-12T09:30:00+00:00")),
        ("operating", Json::Double(0.0625)),
        ("operating_reset_at", Json::Integer(1_747_042_800)),
    ])
}

fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

impl Json {
    fn write(&self, form: Form, out: &mut String) {
        let quote = if form == Form::Dirty { "\"" } else { "" };
        // Writing to a string does not fail.
        let _ = match self {
            Self::Text(text) => write!(out, "{text:?}"),
            Self::Integer(value) => write!(out, "{quote}{value}{quote}"),
            Self::Double(value) => write!(out, "{quote}{value}{quote}"),
            Self::Boolean(value) if form == Form::Dirty => {
                write!(out, "{:?}", if *value { "Y" } else { "N" })
            }
            Self::Boolean(value) => write!(out, "{value}"),
            Self::List(list) => {
                for (index, value) in list.iter().enumerate() {
                    out.push(if index == 0 { '[' } else { ',' });
                    value.write(form, out);
                }
                write!(out, "]")
            }
            Self::Object(fields) => {
                for place in 0..fields.len() {
                    let index = if form == Form::Reversed {
                        fields.len() - 1 - place
                    } else {
                        place
                    };
                    let (key, value) = &fields[index];
                    out.push(if place == 0 { '{' } else { ',' });
                    let _ = write!(out, "{key:?}:");
                    value.write(form, out);
                }
                write!(out, "}}")
            }
        };
    }
}
