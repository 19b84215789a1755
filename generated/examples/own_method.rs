//! A method of one's own: one that this crate does not know, with a request, rows, an enum and a table of errors.
//!
//! Calls a portal of its own, which knows the method. It prints
//!
//! ```text
//! first page: 50 of 120
//! 60 trucks are on the road, the first of them: Truck 1
//! in a batch: 50 trucks, and Ann
//! no such depot: Depot 9 does not exist.
//! ```

mod support;

use bitrix24::client::Batch;
use bitrix24::macros::{error_code, method, paged, record, string_enum};
use bitrix24::{Bitrix24, CallError, Profile, Unknown};
use serde_json::{Value, json};
use support::{Portal, Reply, error};

/// Lists trucks: `fleet.truck.list`, which an application of this company has.
struct TruckList {
    depot_id: i64,
    states: Option<Vec<TruckState>>,
    start: Option<i64>,
}

/// A truck.
struct Truck {
    id: i64,
    name: String,
    state: Option<TruckState>,
}

/// What a truck does; the server may know more.
#[derive(Clone)]
enum TruckState {
    Parked,
    OnTheRoad,
    Unknown(Unknown<String>),
}

/// Errors of `fleet.truck.list`.
#[derive(Clone)]
enum TruckListError {
    DepotNotFound,
    NoCode,
    Unknown(Unknown<String>),
}

record! {
    TruckList {
        0: depot_id => "depotId" required: min(1.0),
        1: states => "states",
        2: start => "start",
    }
}

record! {
    Truck {
        0: id => "id" required,
        1: name => "name" required,
        2: state => "state",
    }
}

string_enum! {
    TruckState {
        0: Parked => "parked",
        1: OnTheRoad => "road",
    }
}

error_code! {
    TruckListError {
        0: DepotNotFound => "DEPOT_NOT_FOUND" [404],
    }
}

method! {
    TruckList {
        name: "fleet.truck.list",
        scopes: ["fleet"],
        effect: Read,
        output: Vec<Truck>,
        error: TruckListError,
        unwrap: "trucks",
    }
}

paged! {
    TruckList {
        paging: Start { param: "start" },
        size: 50,
        item: Truck,
    }
}

impl TruckList {
    /// All trucks of a depot.
    fn new(depot_id: i64) -> Self {
        Self {
            depot_id,
            states: None,
            start: None,
        }
    }

    /// Only those in one of these states.
    fn states(mut self, states: impl Into<Vec<TruckState>>) -> Self {
        self.states = Some(states.into());
        self
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let portal = fleet();
    let bitrix = Bitrix24::webhook(portal.webhook())?;

    // It is sent as the methods of this crate are.
    let page = bitrix.send_full(TruckList::new(1)).await?;
    let total = page.total.unwrap_or_default();
    println!("first page: {} of {total}", page.result.len());

    // Page by page.
    let mut trucks = bitrix.items(TruckList::new(1).states([TruckState::OnTheRoad]));
    let (mut count, mut first) = (0, None);
    while let Some(truck) = trucks.next().await {
        let truck = truck?;
        assert_eq!(truck.state, Some(TruckState::OnTheRoad));
        count += 1;
        first.get_or_insert(truck.name);
    }
    let first = first.unwrap_or_default();
    println!("{count} trucks are on the road, the first of them: {first}");

    // In a batch, beside others.
    let mut batch = Batch::new();
    let (trucks, me) = (batch.add(TruckList::new(1)), batch.add(Profile::new()));
    let mut results = bitrix.send_batch(batch).await;
    let (trucks, me) = (results.take(trucks)?.result, results.take(me)?.result);
    let name = me.name.unwrap_or_default();
    println!("in a batch: {} trucks, and {name}", trucks.len());

    // With errors of its own.
    match bitrix.send(TruckList::new(9)).await {
        Err(CallError::Method(error)) if error.code == TruckListError::DepotNotFound => {
            println!("no such depot: {}", error.description);
        }
        other => println!("{} trucks", other?.len()),
    }
    Ok(())
}

/// A portal with 120 trucks in one depot.
fn fleet() -> Portal {
    Portal::start(|request| match request.method() {
        // The batch of this example.
        "batch" => support::ok(json!({
            "result": { "c0": trucks(&json!({}))["result"], "c1": { "ID": "1", "NAME": "Ann" } },
        })),
        _ if request.json()["depotId"] != 1 => {
            error(404, "DEPOT_NOT_FOUND", "Depot 9 does not exist.")
        }
        _ => Reply::Json(200, trucks(&request.json())),
    })
}

fn trucks(parameters: &Value) -> Value {
    let state = |id: usize| ["parked", "road"][id % 2];
    let wanted = parameters["states"].as_array();
    let is_wanted = |id: &usize| wanted.is_none_or(|states| states.contains(&json!(state(*id))));
    let ids: Vec<usize> = (1..=120).filter(is_wanted).collect();
    let start = parameters["start"].as_u64().unwrap_or(0) as usize;
    let truck = |id: &usize| json!({ "id": id.to_string(), "name": format!("Truck {id}"), "state": state(*id) });
    let page: Vec<Value> = ids.iter().skip(start).take(50).map(truck).collect();
    let mut answer = json!({ "result": { "trucks": page }, "total": ids.len() });
    if start + 50 < ids.len() {
        answer["next"] = json!(start + 50);
    }
    answer
}
