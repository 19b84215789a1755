//! Limiters for tests.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::client::{Admission, BoxFuture, RateLimit, StoreError};
use bitrix24::{blocking, client};

/// Says what it is told to, one after the other, then that calls may go; and notes what it is asked.
#[derive(Clone, Default)]
pub(crate) struct Scripted {
    says: Arc<Mutex<Vec<Said>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Said {
    Granted,
    Later(Duration),
    Broken,
}

impl Scripted {
    pub(crate) fn new(says: &[Said]) -> Self {
        let says = says.iter().rev().copied().collect();
        Self {
            says: Arc::new(Mutex::new(says)),
            asked: Arc::default(),
        }
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn ask(&self, what: &str, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        let limit = (limit.burst(), limit.per_second());
        self.asked
            .lock()
            .unwrap()
            .push(format!("{what} {portal} {limit:?}"));
        match self.says.lock().unwrap().pop() {
            None | Some(Said::Granted) => Ok(Admission::Granted),
            Some(Said::Later(wait)) => Ok(Admission::RetryAfter(wait)),
            Some(Said::Broken) => Err(StoreError::new("no connection")),
        }
    }
}

impl blocking::Limiter for Scripted {
    fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        self.ask("acquire", portal, limit)
    }

    fn refused(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        self.ask("refused", portal, limit).map(drop)
    }
}

impl client::Limiter for Scripted {
    fn acquire<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<Admission, StoreError>> {
        Box::pin(async move { self.ask("acquire", portal, limit) })
    }

    fn refused<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move { self.ask("refused", portal, limit).map(drop) })
    }
}
