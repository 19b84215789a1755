//! What a batch would send.

use std::borrow::Cow;
use std::fmt;

use super::DryRun;
use crate::policy::{Plan, Session};
use crate::{AnyCode, CallError, Effect};

/// What a client would send for a [`Batch`](crate::client::Batch), from `dry_run_batch()` of a client. Nothing was sent.
///
/// `Display` shows no secret; see [`DryRun`].
///
/// ```
/// use bitrix24::Bitrix24;
/// use bitrix24::client::Batch;
/// use bitrix24::crm::item::{EntityType, Get, List};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let bitrix = Bitrix24::webhook("https://example.bitrix24.com/rest/1/c0de/")?;
/// let mut batch = Batch::new();
/// batch.add(Get::new(EntityType::Deal, 7));
/// batch.add(List::new(EntityType::Contact));
/// let dry_run = bitrix.dry_run_batch(&batch);
/// println!("{dry_run}");
/// assert_eq!((dry_run.calls().len(), dry_run.requests().len()), (2, 1));
/// # assert_eq!(dry_run.to_string(), "\
/// # POST https://example.bitrix24.com/rest/1/***/batch
/// # c0: crm.item.get entityTypeId=\"2\" id=\"7\"
/// # c1: crm.item.list entityTypeId=\"3\"
/// # reads; repeated whether it may have run or not");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
///
/// ```text
/// POST https://example.bitrix24.com/rest/1/***/batch
/// c0: crm.item.get entityTypeId="2" id="7"
/// c1: crm.item.list entityTypeId="3"
/// reads; repeated whether it may have run or not
/// ```
#[derive(Clone, Debug, Default)]
pub struct BatchDryRun {
    requests: Vec<DryRun>,
    calls: Vec<DryRunCall>,
}

/// A call of a [`BatchDryRun`].
#[derive(Clone, Debug)]
pub struct DryRunCall {
    pub(crate) method: Cow<'static, str>,
    pub(crate) effect: Effect,
    pub(crate) request: Option<usize>,
    pub(crate) is_alone: bool,
    pub(crate) error: Option<CallError<AnyCode>>,
}

impl BatchDryRun {
    /// The requests in order, if each call succeeds: batches of up to 50 calls, and calls that go on their own. There may be
    /// more if the portal refuses calls because of a limit.
    #[must_use]
    pub fn requests(&self) -> &[DryRun] {
        &self.requests
    }

    /// The calls, in the order in which they were added.
    #[must_use]
    pub fn calls(&self) -> &[DryRunCall] {
        &self.calls
    }

    pub(crate) fn of_calls(calls: Vec<DryRunCall>) -> Self {
        Self {
            requests: Vec::new(),
            calls,
        }
    }

    /// Adds a request with the calls that have these places.
    pub(crate) fn push(
        &mut self,
        plan: Plan,
        places: &[usize],
        is_alone: bool,
        shown: String,
        session: &Session,
    ) {
        let mut effects = Vec::new();
        for place in places {
            if let Some(call) = self.calls.get_mut(*place) {
                effects.push(call.effect);
                call.request = Some(self.requests.len());
                call.is_alone = is_alone;
            }
        }
        let effect = match effects.split_first() {
            Some((first, rest)) if rest.iter().all(|effect| effect == first) => *first,
            _ => Effect::Write,
        };
        self.requests.push(DryRun {
            shown,
            ..DryRun::new(plan, effect, session)
        });
    }

    /// Notes why a call is not sent.
    pub(crate) fn refuse(&mut self, place: usize, error: CallError<AnyCode>) {
        if let Some(call) = self.calls.get_mut(place) {
            call.error = Some(error);
        }
    }
}

impl DryRunCall {
    /// Its method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// What it does to the data.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Index in [`BatchDryRun::requests`] of the request it would be part of; `None` if it would not be sent.
    #[must_use]
    pub fn request(&self) -> Option<usize> {
        self.request
    }

    /// Whether it would be sent outside the batch, as a request of its own: see [`Batch`](crate::client::Batch).
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// The error that would be its result, if it would not be sent.
    #[must_use]
    pub fn error(&self) -> Option<&CallError<AnyCode>> {
        self.error.as_ref()
    }
}

impl fmt::Display for BatchDryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for request in &self.requests {
            write!(f, "{separator}{request}")?;
            separator = "\n\n";
        }
        for (place, call) in self.calls.iter().enumerate() {
            if let Some(error) = &call.error {
                write!(f, "{separator}c{place}: {}: not sent: {error}", call.method)?;
                separator = "\n";
            }
        }
        Ok(())
    }
}
