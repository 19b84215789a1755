//! `bench-call <who> <address> <calls> <in flight>`: makes calls, or reads a long list, and prints how many requests the server got.

mod adds;
mod walk;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bitrix24::biconnector::source::Get;
use bitrix24::client::{Batch, RateLimit};
use serde::Deserialize;

/// What a caller writes who has no crate for the API: the same fields, strictly.
mod bare {
    use super::Deserialize;

    #[derive(Deserialize)]
    pub struct Answer {
        pub result: Unwrap,
        #[allow(dead_code)]
        pub time: Time,
    }

    #[derive(Deserialize)]
    pub struct Unwrap {
        pub item: Source,
    }

    #[allow(dead_code)]
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Source {
        pub connection: Connection,
        pub connector_id: i64,
        pub settings: Vec<Setting>,
    }

    #[allow(dead_code)]
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Connection {
        pub id: i64,
        pub r#type: String,
        pub code: String,
        pub title: String,
        pub description: Option<String>,
        pub active: bool,
        pub date_create: Option<String>,
        pub date_update: Option<String>,
        pub created_by_id: Option<i64>,
        pub updated_by_id: Option<i64>,
    }

    #[allow(dead_code)]
    #[derive(Deserialize)]
    pub struct Setting {
        pub id: i64,
        pub code: String,
        pub name: String,
        pub r#type: String,
        pub value: Option<String>,
    }

    #[allow(dead_code)]
    #[derive(Deserialize)]
    pub struct Time {
        pub start: f64,
        pub finish: f64,
        pub duration: f64,
        pub processing: f64,
        pub date_start: String,
        pub date_finish: String,
        pub operating: Option<f64>,
        pub operating_reset_at: Option<i64>,
    }
}

/// No call in earnest is without one; it costs something.
const TIMEOUT: Duration = Duration::from_secs(65);

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().collect();
    let [_, who, address, calls, in_flight] = args.as_slice() else {
        return Err("bench-call <who> <address> <calls> <in flight>".into());
    };
    let (calls, in_flight) = (calls.parse()?, in_flight.parse()?);
    let url = format!("http://{address}/rest/1/code/");
    let left = Arc::new(AtomicU64::new(calls));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match who.as_str() {
        "bitrix24" => {
            let bitrix = client(&url)?;
            runtime.block_on(together(in_flight, left, move || {
                let bitrix = bitrix.clone();
                async move {
                    let source = bitrix.send(Get::new(17)).await?;
                    assert_eq!(source.settings.len(), 2);
                    Ok(())
                }
            }))?;
        }
        "reqwest" => {
            let (client, url) = (bare_client()?, format!("{url}biconnector.source.get"));
            runtime.block_on(together(in_flight, left, move || {
                let request = client.post(&url).header("Content-Type", "application/json");
                let request = request.body(r#"{"id":17}"#).timeout(TIMEOUT);
                async move {
                    let body = request.send().await?.bytes().await?;
                    let answer: bare::Answer = serde_json::from_slice(&body)?;
                    assert_eq!(answer.result.item.settings.len(), 2);
                    Ok(())
                }
            }))?;
        }
        "bitrix24-blocking" => {
            let bitrix = blocking_client(&url)?;
            threads(in_flight, &left, || {
                let source = bitrix.send(Get::new(17))?;
                assert_eq!(source.settings.len(), 2);
                Ok(())
            })?;
        }
        "ureq" => {
            let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT));
            let agent = ureq::Agent::from(config.build());
            let url = format!("{url}biconnector.source.get");
            threads(in_flight, &left, || {
                let request = agent.post(&url).header("Content-Type", "application/json");
                let body = request.send(r#"{"id":17}"#)?.body_mut().read_to_vec()?;
                let answer: bare::Answer = serde_json::from_slice(&body)?;
                assert_eq!(answer.result.item.settings.len(), 2);
                Ok(())
            })?;
        }
        "pages" => runtime.block_on(walk::items(&client(&url)?, true))?,
        "pages-own" => runtime.block_on(walk::own(&client(&url)?, true))?,
        "items" => runtime.block_on(walk::items(&client(&url)?, false))?,
        "items-own" => runtime.block_on(walk::own(&client(&url)?, false))?,
        "batches" => runtime.block_on(walk::batches(&client(&url)?))?,
        "pages-reqwest" => runtime.block_on(walk::bare_pages(&bare_client()?, &url))?,
        "batches-reqwest" => runtime.block_on(walk::bare_batches(&bare_client()?, &url))?,
        "adds" => runtime.block_on(adds::adds(&client(&url)?, Batch::new()))?,
        "adds-in-order" => {
            runtime.block_on(adds::adds(&client(&url)?, Batch::new().in_order()))?;
        }
        "adds-blocking" => adds::blocking(&blocking_client(&url)?, Batch::new())?,
        "adds-blocking-in-order" => {
            adds::blocking(&blocking_client(&url)?, Batch::new().in_order())?;
        }
        "requests" => {
            let request = bare_client()?.post(format!("{url}requests"));
            let text = async { request.send().await?.text().await };
            println!("{}", runtime.block_on(text)?);
        }
        who => return Err(format!("who is {who}?").into()),
    }
    Ok(())
}

fn client(url: &str) -> Result<bitrix24::Bitrix24, Failure> {
    let builder = bitrix24::Bitrix24::builder().rate_limit(RateLimit::UNLIMITED);
    Ok(builder.webhook(url)?)
}

fn blocking_client(url: &str) -> Result<bitrix24::blocking::Bitrix24, Failure> {
    let builder = bitrix24::blocking::Bitrix24::builder().rate_limit(RateLimit::UNLIMITED);
    Ok(builder.webhook(url)?)
}

fn bare_client() -> reqwest::Result<reqwest::Client> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().build()
}

/// Makes calls until none is left, so many at a time.
async fn together<F: Future<Output = Result<(), Failure>> + Send + 'static>(
    in_flight: u64,
    left: Arc<AtomicU64>,
    call: impl Fn() -> F + Clone + Send + 'static,
) -> Result<(), Failure> {
    let task = || {
        let (left, call) = (Arc::clone(&left), call.clone());
        tokio::spawn(async move {
            while take(&left) {
                call().await?;
            }
            Ok::<(), Failure>(())
        })
    };
    let tasks: Vec<_> = (0..in_flight).map(|_| task()).collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}

fn threads(
    in_flight: u64,
    left: &AtomicU64,
    call: impl Fn() -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    std::thread::scope(|scope| {
        let thread = || {
            scope.spawn(|| {
                while take(left) {
                    call()?;
                }
                Ok(())
            })
        };
        let threads: Vec<_> = (0..in_flight).map(|_| thread()).collect();
        let mut results = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(Ok(())));
        results.try_for_each(|result: Result<(), Failure>| result)
    })
}

fn take(left: &AtomicU64) -> bool {
    let less = |left: u64| left.checked_sub(1);
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
        .is_ok()
}
