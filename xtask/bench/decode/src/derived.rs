//! What a caller writes who has no crate for the API: the same fields, strictly.
#![allow(dead_code)]

use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub struct GetAnswer {
    pub result: Unwrap,
    pub time: Time,
}

#[derive(Deserialize)]
pub struct ListAnswer {
    pub result: Vec<Item>,
    pub time: Time,
}

#[derive(Deserialize)]
pub struct Unwrap {
    pub item: Source,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub connection: Connection,
    pub connector_id: i64,
    pub settings: Vec<Setting>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub id: i64,
    pub r#type: Option<String>,
    pub code: Option<String>,
    pub title: String,
    pub description: Option<String>,
    pub active: Option<bool>,
    pub date_create: Option<String>,
    pub date_update: Option<String>,
    pub created_by_id: Option<i64>,
    pub updated_by_id: Option<i64>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    pub id: Option<i64>,
    pub r#type: Option<String>,
    pub code: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub active: Option<bool>,
    pub date_create: Option<String>,
    pub date_update: Option<String>,
    pub created_by_id: Option<i64>,
    pub updated_by_id: Option<i64>,
    pub connector_id: Option<i64>,
    pub settings: Option<Vec<Setting>>,
}

#[derive(Deserialize, Serialize)]
pub struct Setting {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub r#type: String,
    pub value: Option<String>,
}

#[derive(Deserialize)]
pub struct Time {
    pub start: Option<f64>,
    pub finish: Option<f64>,
    pub duration: Option<f64>,
    pub processing: Option<f64>,
    pub date_start: Option<String>,
    pub date_finish: Option<String>,
    pub operating: Option<f64>,
    pub operating_reset_at: Option<i64>,
}
