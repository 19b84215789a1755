//! The results of a batch.

mod fill;

use std::fmt;
use std::sync::Arc;

use super::command::Command;
use super::reference::BatchCall;
use crate::policy::HttpResponse;
use crate::policy::decoding::answer;
use crate::policy::trace;
use crate::runtime::{MethodDef, Received, Secrets, Unsent, response};
use crate::{AnyCode, CallError, EncodeError, NotRunError, Request, Response};

/// What became of a call.
enum Outcome {
    /// It was not sent, or the server did not get to it.
    NotRun,
    /// Its own answer, as if it were alone.
    Answer { status: u16, body: Vec<u8> },
    /// The answer to its request does not know it.
    Missing { status: u16 },
    /// It could not be sent, or this is what its whole request came to. Then all calls of that share it.
    Failed(Arc<CallError<AnyCode>>),
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun => f.write_str("NotRun"),
            Self::Answer { body, .. } => write!(f, "Answer({} bytes)", body.len()),
            Self::Missing { .. } => f.write_str("Missing"),
            Self::Failed(error) => write!(f, "Failed({error})"),
        }
    }
}

/// What is known about a call.
#[derive(Debug)]
struct Place {
    method: MethodDef,
    outcome: Outcome,
    /// How often a request with it was sent.
    attempts: u32,
    /// Whether it may have run in an attempt before the one that was answered.
    doubt: bool,
    /// What its error may not show.
    secrets: Secrets,
    /// What the answer is called.
    request_id: Option<String>,
}

/// How many bytes of the server's text each of the calls keeps whose request came to an error.
const DESCRIPTION: usize = 64 << 10;

/// The results of a [`Batch`](super::Batch).
#[derive(Debug)]
#[must_use = "each call of the batch has a result"]
pub struct BatchResults {
    batch: u64,
    places: Vec<Place>,
    /// Whether the client is.
    pub(super) tolerant: bool,
}

impl BatchResults {
    pub(super) fn new(batch: u64, commands: &[Command]) -> Self {
        let place = |command: &Command| Place {
            method: command.method.clone(),
            outcome: Outcome::NotRun,
            attempts: 0,
            doubt: false,
            secrets: Secrets::default(),
            request_id: None,
        };
        Self {
            batch,
            places: commands.iter().map(place).collect(),
            tolerant: false,
        }
    }

    /// Adds the results of the calls behind these.
    pub(super) fn append(&mut self, mut behind: Self) {
        self.places.append(&mut behind.places);
    }

    /// Takes the result of a call. If the client is tolerant, [`Response::mistakes`] lists what was left out of it.
    ///
    /// # Errors
    ///
    /// The error of the call, as if it were sent alone; [`CallError::NotRun`] if an earlier call failed and the batch halts;
    /// [`CallError::Encode`] if it could not be sent, or belongs to another batch; [`CallError::ReadOnly`] if it writes and the
    /// client is read-only; or the error of the whole request, such as [`CallError::Transport`].
    pub fn take<R: Request>(
        &mut self,
        call: BatchCall<R>,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        let response = self.take_decoded(call)?;
        let name = self.places.get(call.index).map(|place| &place.method.name);
        response.into_output::<R>(name.cloned().unwrap_or_default())
    }

    /// The same, before it is turned into what the caller receives.
    pub(crate) fn take_decoded<R: Request>(&mut self, call: BatchCall<R>) -> Received<R> {
        let place = self.places.get(call.index);
        let Some(place) = place.filter(|_| call.batch == self.batch) else {
            return Err(EncodeError::new("the call is of another batch").into());
        };
        let tolerant = self.tolerant || place.method.tolerant;
        let method = place.method.clone().tolerant(tolerant);
        let mut output = None;
        let mut outcome = match &place.outcome {
            Outcome::NotRun => return Err(CallError::NotRun(NotRunError::new(method.name))),
            Outcome::Answer { status, body } => answer(&method, *status, body).decode(&mut output),
            Outcome::Missing { status } => {
                let problem =
                    "the answer to the batch has neither a result nor an error of this call";
                Err(answer(&method, *status, &[]).unexpected(problem.to_owned()))
            }
            Outcome::Failed(error) => Err(CallError::clone(error)),
        };
        // An error that others share has been told already.
        if let (Err(error), false) = (&mut outcome, matches!(place.outcome, Outcome::Failed(_))) {
            error.set_request_id(place.request_id.as_deref());
            error.conceal(&place.secrets);
        }
        match &mut outcome {
            Ok(meta) => {
                meta.attempts = place.attempts;
                meta.conceal(&place.secrets);
                trace::mistakes(&meta.mistakes);
            }
            Err(CallError::Transport(error)) => {
                error.method = method.name.clone();
                error.may_have_run |= place.doubt;
            }
            Err(CallError::TooLarge(error)) => error.method = method.name.clone(),
            Err(CallError::Auth(error)) => error.may_have_run |= place.doubt,
            // To note it twice would copy the body, which others share.
            Err(error) if place.doubt && !error.may_have_run() => error.set_doubt(),
            Err(_) => {}
        }
        response(output, outcome)
    }

    /// Why a call was not sent.
    pub(super) fn unsent(&self, index: usize) -> Option<CallError<AnyCode>> {
        let place = self.places.get(index)?;
        match &place.outcome {
            Outcome::NotRun => {
                let method = place.method.name.clone();
                Some(CallError::NotRun(NotRunError::new(method)))
            }
            Outcome::Failed(error) => Some(CallError::clone(error)),
            Outcome::Answer { .. } | Outcome::Missing { .. } => None,
        }
    }

    pub(super) fn refuse(&mut self, index: usize, unsent: Unsent) {
        let error = Arc::new(unsent.into());
        self.set(index, Outcome::Failed(error), None);
    }

    fn set(&mut self, index: usize, outcome: Outcome, request_id: Option<&String>) {
        if let Some(place) = self.places.get_mut(index) {
            place.outcome = outcome;
            place.request_id = request_id.cloned();
        }
    }

    /// Takes the answer to a call, as if it were alone.
    pub(super) fn answer(&mut self, index: usize, response: &HttpResponse, body: Vec<u8>) {
        let status = response.status;
        let request_id = response.request_id.as_ref();
        self.set(index, Outcome::Answer { status, body }, request_id);
    }

    /// Notes that a request with these calls was sent so often.
    pub(super) fn sent(&mut self, calls: &[usize], attempts: u32) {
        for index in calls {
            if let Some(place) = self.places.get_mut(*index) {
                place.attempts += attempts;
            }
        }
    }

    /// Notes that these calls may have run.
    pub(super) fn doubt(&mut self, calls: &[usize]) {
        for index in calls {
            if let Some(place) = self.places.get_mut(*index) {
                place.doubt = true;
            }
        }
    }

    /// Notes what the errors of these calls may not show.
    pub(super) fn conceal(&mut self, calls: &[usize], secrets: &Secrets) {
        for index in calls {
            if let Some(place) = self.places.get_mut(*index) {
                place.secrets = secrets.clone();
            }
        }
    }

    /// A request with these calls came to nothing.
    pub(super) fn fail(&mut self, calls: &[usize], mut error: CallError<AnyCode>) {
        // Each of them that is taken has a text of its own.
        error.cut_description(DESCRIPTION);
        let error = Arc::new(error);
        for index in calls {
            self.set(*index, Outcome::Failed(Arc::clone(&error)), None);
        }
    }

    /// Whether the server did not get to a call that was sent, or it was not sent.
    pub(super) fn is_not_run(&self, index: usize) -> bool {
        let place = self.places.get(index);
        place.is_some_and(|place| matches!(place.outcome, Outcome::NotRun))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::command::METHOD;
    use super::*;
    use crate::policy::batch::Batch;

    struct Get;

    crate::runtime::record! { Get {} }

    crate::runtime::method! {
        Get { name: "get", scopes: [], effect: Read, output: (), error: crate::SystemCode }
    }

    fn fifty() -> Batch {
        let mut batch = Batch::new();
        (0..50).for_each(|_| {
            batch.add(Get);
        });
        batch
    }

    #[test]
    fn the_calls_of_a_request_share_its_error_until_they_are_taken() {
        let mut results = BatchResults::new(0, &fifty().commands);
        let body = br#"{"error":"X","error_description":"long"}"#;
        let mut error = answer(&MethodDef::any(METHOD), 400, body)
            .raw()
            .unwrap_err();
        error.set_doubt();
        let calls: Vec<_> = (0..50).collect();
        results.doubt(&calls);
        results.fail(&calls, error);
        let Outcome::Failed(first) = &results.places[0].outcome else {
            panic!("it failed");
        };
        assert_eq!(Arc::strong_count(first), 50);
        // To take one copies no body either, though it is in doubt.
        let shown = first.body().unwrap().as_bytes().as_ptr();
        let call = BatchCall::<Get> {
            batch: 0,
            index: 7,
            request: std::marker::PhantomData,
        };
        let taken = results.take(call).unwrap_err();
        assert!(taken.may_have_run());
        assert_eq!(taken.body().unwrap().as_bytes().as_ptr(), shown);
    }

    #[test]
    fn a_long_description_is_not_kept_by_each_of_the_calls() {
        let description = "\u{fc}".repeat(10 << 20);
        let body = format!("{{\"error\":\"X\",\"error_description\":\"{description}\"}}");
        let error = answer(&MethodDef::any(METHOD), 400, body.as_bytes())
            .raw()
            .unwrap_err();
        let mut results = BatchResults::new(0, &fifty().commands);
        results.fail(&(0..50).collect::<Vec<_>>(), error);
        for index in 0..50 {
            let call = BatchCall::<Get> {
                batch: 0,
                index,
                request: std::marker::PhantomData,
            };
            let Err(CallError::Method(error)) = results.take(call) else {
                panic!("it failed");
            };
            assert_eq!(error.description.len(), DESCRIPTION);
            assert!(description.starts_with(&error.description));
        }
    }
}
