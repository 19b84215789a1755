//! Both clients, which must come to the same.

use std::fmt::Debug;

use bitrix24::{CallError, Own, PagedRequest, Request, Untyped};
use serde_json::json;

use super::model::{blocking, client};
use super::support::{Portal, Reply};

/// Waits for a future as a program without threads does.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

/// Sends a request by both clients.
pub(crate) fn send<R>(portal: &Portal, request: R) -> Result<R::Output, CallError<R::Error>>
where
    R: Request<Output: PartialEq + Debug> + Clone,
{
    let result = run(client(portal).send(request.clone()));
    let again = blocking(portal).send(request);
    match (&result, &again) {
        (Ok(result), Ok(again)) => assert_eq!(result, again),
        (Err(error), Err(again)) => assert_eq!(error.to_string(), again.to_string()),
        _ => panic!("{result:?} {again:?}"),
    }
    result
}

/// Reads a list by both clients: rows, and errors as text.
pub(crate) fn items<R>(portal: &Portal, request: R) -> Vec<Result<R::Item, String>>
where
    R: PagedRequest<Item: PartialEq + Debug>,
{
    let mut rows = client(portal).items(request.clone()).page_by_page();
    let rows = run(async {
        let mut all = Vec::new();
        while let Some(row) = rows.next().await {
            all.push(row.map_err(|error| error.to_string()));
        }
        all
    });
    let again = blocking(portal).items(request).page_by_page();
    let again = again.map(|row| row.map_err(|error| error.to_string()));
    assert_eq!(rows, again.collect::<Vec<_>>());
    rows
}

/// A portal that answers everything by this text.
pub(crate) fn says(body: impl Into<String>) -> Portal {
    let body = body.into();
    Portal::start(move |_| Reply::Raw(200, Vec::new(), body.clone()))
}

/// Reads a result, which is JSON, as a type of the caller's own; the error is a path and what is wrong there.
pub(crate) fn read<T: Own + PartialEq + Debug>(result: &str) -> Result<T, String> {
    let portal = says(format!(r#"{{"result":{result}}}"#));
    let request = Untyped::new("my.method", json!({})).reads();
    match send(&portal, request.output_as()) {
        Ok(value) => Ok(value),
        Err(CallError::Decode(error)) => Err(format!("{}: {}", error.path, error.problem)),
        Err(error) => panic!("{result}: {error}"),
    }
}
