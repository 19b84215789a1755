//! What the portal of the examples answers: one user, 120 deals, and an authorisation server.

use serde_json::{Map, Value, json};

use super::{Portal, Reply, Request, error, ok};

/// A portal for the examples.
pub(crate) fn demo() -> Portal {
    Portal::start(|request| match request.method() {
        "" if request.path.starts_with("/oauth/token/") => tokens(request),
        // The first access token is an hour old, so to speak.
        _ if request.json()["auth"] == "access-1" => {
            error(401, "expired_token", "The access token has expired.")
        }
        "batch" => batch(&request.json()),
        method => match call(method, &request.json()) {
            Ok(answer) => Reply::Json(200, answer),
            Err((status, code, description)) => error(status, code, description),
        },
    })
}

/// A portal that answers this, one after the other, whatever it is asked.
pub(crate) fn answers<const N: usize>(replies: [Reply; N]) -> Portal {
    let replies = std::sync::Mutex::new(replies.into_iter());
    Portal::start(move |_| {
        let next = replies.lock().unwrap().next();
        next.unwrap_or_else(|| error(500, "INTERNAL_SERVER_ERROR", "There are no more answers."))
    })
}

impl Portal {
    /// The webhook to try an example with: `B24_WEBHOOK_URL`, or else that of this portal.
    pub(crate) fn webhook_or_env(&self) -> String {
        std::env::var("B24_WEBHOOK_URL").unwrap_or_else(|_| self.webhook())
    }
}

type Error = (u16, &'static str, &'static str);

fn call(method: &str, parameters: &Value) -> Result<Value, Error> {
    let result = match method {
        "profile" => json!({ "ID": "1", "ADMIN": true, "NAME": "Ann", "LAST_NAME": "Reed" }),
        "biconnector.source.fields" => json!({ "fields": [
            { "title": "id", "type": "integer", "isReadOnly": true },
            { "title": "title", "type": "string", "isRequired": true },
            { "title": "active", "type": "boolean" },
        ] }),
        "crm.item.get" | "crm.item.update" => {
            let id = number(&parameters["id"]);
            if !(1..=120).contains(&id) {
                return Err((400, "NOT_FOUND", "Item not found"));
            }
            let mut item = deal(id);
            if let Some(fields) = parameters["fields"].as_object() {
                item.as_object_mut().unwrap().extend(fields.clone());
            }
            json!({ "item": item })
        }
        "crm.item.list" => return Ok(deals(parameters)),
        _ => return Err((404, "ERROR_METHOD_NOT_FOUND", "Method not found!")),
    };
    Ok(json!({ "result": result }))
}

fn deal(id: i64) -> Value {
    json!({ "id": id, "entityTypeId": 2, "title": format!("Deal {id}"), "opportunity": id * 100 })
}

/// A page of deals; of all conditions, it knows `>=opportunity`.
fn deals(parameters: &Value) -> Value {
    let least = number(&parameters["filter"][">=opportunity"]);
    let found: Vec<Value> = (1..=120)
        .map(deal)
        .filter(|deal| number(&deal["opportunity"]) >= least)
        .collect();
    let start = usize::try_from(number(&parameters["start"])).unwrap_or(0);
    let end = found.len().min(start + 50);
    let mut answer = json!({ "result": { "items": found[start..end] }, "total": found.len() });
    if end < found.len() {
        answer["next"] = end.into();
    }
    answer
}

/// A number, which in a batch is a text.
fn number(value: &Value) -> i64 {
    let number = value
        .as_f64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    number.map_or(0, |number| number as i64)
}

fn batch(parameters: &Value) -> Reply {
    let (mut results, mut errors) = (Map::new(), Map::new());
    let [mut totals, mut nexts] = [Map::new(), Map::new()];
    for (name, command) in parameters["cmd"].as_object().unwrap() {
        let command = command.as_str().unwrap();
        let (method, query) = command.split_once('?').unwrap_or((command, ""));
        match call(method, &form(query, &results)) {
            Ok(mut answer) => {
                results.insert(name.clone(), answer["result"].take());
                for (key, section) in [("total", &mut totals), ("next", &mut nexts)] {
                    if !answer[key].is_null() {
                        section.insert(name.clone(), answer[key].take());
                    }
                }
            }
            Err((_, code, description)) => {
                let error = json!({ "error": code, "error_description": description });
                errors.insert(name.clone(), error);
                if parameters["halt"] == 1 {
                    break;
                }
            }
        }
    }
    ok(json!({
        "result": results,
        "result_error": errors,
        "result_total": totals,
        "result_next": nexts,
    }))
}

/// The parameters of a command: `id=7&filter[>=opportunity]=100&parent=$result[c0][items][0][id]`.
fn form(query: &str, results: &Map<String, Value>) -> Value {
    let mut parameters = json!({});
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        let (name, value) = (decoded(name), decoded(value));
        let mut place = &mut parameters;
        for key in keys(&name) {
            place = &mut place[key];
        }
        *place = match value.strip_prefix("$result") {
            Some(path) => {
                let results = Value::Object(results.clone());
                let found = keys(path).fold(&results, |value, key| match key.parse::<usize>() {
                    Ok(index) => &value[index],
                    Err(_) => &value[key],
                });
                found.clone()
            }
            None => value.into(),
        };
    }
    parameters
}

fn keys(path: &str) -> impl Iterator<Item = &str> {
    path.split(['[', ']']).filter(|key| !key.is_empty())
}

fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        let (byte, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(byte, 16).unwrap());
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}

/// The authorisation server: a code buys the first pair of tokens, and each refresh token the next.
fn tokens(request: &Request) -> Reply {
    let number = match request.path.split_once("&refresh_token=refresh%2D") {
        Some((_, number)) => number.parse::<u32>().unwrap() + 1,
        None => 1,
    };
    let portal = request.header("host").unwrap();
    Reply::Json(
        200,
        json!({
            "access_token": format!("access-{number}"),
            "refresh_token": format!("refresh-{number}"),
            "client_endpoint": format!("http://{portal}/rest/"),
            "member_id": "m1",
            "expires_in": 3600,
        }),
    )
}
