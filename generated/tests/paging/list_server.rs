//! A list in memory, which both clients read, and whose pages may be asked for together.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use bitrix24::client::{BoxFuture, HttpRequest, HttpResponse, RateLimit, Retry, Transport};
use bitrix24::{Bitrix24, PagedRequest, TransportError, blocking};
use serde_json::{Value, json};

use super::dice::Dice;
use super::model::{answer, json};
use super::php;
use super::time::Jumps;

/// What a server does to a call of a page.
type Fault = Arc<dyn Fn(&mut Server, &Value) -> Option<Value> + Send + Sync>;

/// A list in the memory of this process.
pub(crate) struct Server {
    pub(crate) ids: BTreeSet<i64>,
    /// How many requests there were, and how many calls.
    pub(crate) requests: Vec<usize>,
    /// Which call of its request is answered, from 1.
    pub(crate) place: usize,
    fault: Fault,
    /// The code with which it refuses batches, or each of their commands.
    refused: Option<&'static str>,
    pub(crate) dice: Dice,
    /// What was there all the time, if others change the list.
    pub(crate) stayed: Option<BTreeSet<i64>>,
}

impl Server {
    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.place += 1;
        let fault = Arc::clone(&self.fault);
        if let Some(answer) = fault(self, parameters) {
            return answer;
        }
        let ids: Vec<i64> = self.ids.iter().copied().collect();
        let answer = answer(method, parameters, &ids);
        if let Some(stayed) = &mut self.stayed {
            for _ in 0..self.dice.below(6) {
                let deleted = self.dice.below(900) as i64;
                self.ids.remove(&deleted);
                stayed.remove(&deleted);
            }
            for _ in 0..self.dice.below(6) {
                self.ids.insert(1 + self.dice.below(950) as i64);
            }
        }
        answer
    }

    fn answer(&mut self, request: &HttpRequest) -> HttpResponse {
        self.place = 0;
        let method = request.url.expose_secret().rsplit('/').next().unwrap();
        let body = std::str::from_utf8(&request.body).unwrap();
        if method != "batch" {
            self.requests.push(1);
            let answer = self.call(method, &serde_json::from_str(body).unwrap());
            let status = if answer.get("error").is_some() {
                400
            } else {
                200
            };
            return HttpResponse::new(status, answer.to_string());
        }
        self.requests.push(php::commands(body).len());
        let refused = self
            .refused
            .map(|code| json!({ "error": code, "error_description": "" }));
        if let (Some("ERROR_BATCH_LENGTH_EXCEEDED"), Some(error)) = (self.refused, &refused) {
            return HttpResponse::new(400, error.to_string());
        }
        let server = Mutex::new(self);
        let answer = php::batch(body, &|method, parameters| {
            if let Some(error) = &refused {
                return Err(error.clone());
            }
            let mut answer = server.lock().unwrap().call(method, &json(parameters));
            match answer.get("error") {
                Some(_) => Err(answer),
                None => Ok((answer["result"].take(), answer)),
            }
        });
        HttpResponse::new(200, answer.to_string())
    }
}

#[derive(Clone)]
pub(crate) struct Shared(pub(crate) Arc<Mutex<Server>>);

impl Shared {
    pub(crate) fn of(ids: impl IntoIterator<Item = i64>) -> Self {
        Self(Arc::new(Mutex::new(Server {
            ids: ids.into_iter().collect(),
            requests: Vec::new(),
            place: 0,
            fault: Arc::new(|_, _| None),
            refused: None,
            dice: Dice::new(1),
            stayed: None,
        })))
    }

    pub(crate) fn with_fault(
        self,
        fault: impl Fn(&mut Server, &Value) -> Option<Value> + Send + Sync + 'static,
    ) -> Self {
        self.0.lock().unwrap().fault = Arc::new(fault);
        self
    }

    pub(crate) fn refusing_batches(self, code: &'static str) -> Self {
        self.0.lock().unwrap().refused = Some(code);
        self
    }

    pub(crate) fn client(&self) -> Bitrix24 {
        Bitrix24::builder()
            .transport(self.clone())
            .timer(Jumps::new())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::default().attempts(3))
            .webhook("https://lists.example/rest/1/s3cret/")
            .unwrap()
    }

    pub(crate) fn blocking(&self) -> blocking::Bitrix24 {
        blocking::Bitrix24::builder()
            .transport(self.clone())
            .timer(Jumps::new())
            .rate_limit(RateLimit::UNLIMITED)
            .retry(Retry::default().attempts(3))
            .webhook("https://lists.example/rest/1/s3cret/")
            .unwrap()
    }

    /// The calls of each request since this was asked last.
    pub(crate) fn requests(&self) -> Vec<usize> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }
}

impl Transport for Shared {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let answer = self.0.lock().unwrap().answer(&request);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

impl blocking::Transport for Shared {
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        Ok(self.0.lock().unwrap().answer(&request))
    }
}

#[derive(serde::Deserialize)]
pub(crate) struct Id {
    #[serde(alias = "ID")]
    pub(crate) id: i64,
}

/// The identifiers of a list, and the calls of each request: by both clients, which must agree.
pub(crate) fn read(server: &Shared, list: impl PagedRequest) -> (Vec<i64>, Vec<usize>) {
    let ids: Vec<i64> = server
        .blocking()
        .items(list.clone().rows_as::<Id>())
        .map(|row| row.unwrap().id)
        .collect();
    let requests = server.requests();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let again = runtime.unwrap().block_on(async {
        let (mut rows, mut ids) = (server.client().items(list.rows_as::<Id>()), Vec::new());
        while let Some(row) = rows.next().await {
            ids.push(row.unwrap().id);
        }
        ids
    });
    assert_eq!(again, ids);
    assert_eq!(server.requests(), requests);
    (ids, requests)
}
