//! A single call. Only its preparation and the reading of its outcome know the types of the method.

use std::sync::Arc;

use tracing::Span;

use super::{Driver, Io};
use crate::policy::{Decoding, DryRun, Options, Plan, Session, trace};
use crate::record::{Optional, Wire as _};
use crate::runtime::{Meta, MethodDef, Received, ShownRequest, Unsent, response};
use crate::{AnyCode, CallError, EncodeError, Request, Response};

/// A call, ready to be sent.
pub(crate) struct Prepared {
    plan: Plan,
    method: MethodDef,
    span: Span,
}

impl Prepared {
    pub(crate) fn of<R: Request>(
        request: &R,
        options: Options,
        session: &Session,
    ) -> Result<Self, Unsent> {
        let call = Self::new(
            request.method_def(),
            request.encode_body(),
            options,
            session,
        )?;
        trace::value(&call.span, "parameters", &ShownRequest(request));
        if let Err(unsent) = session.config.admit(&call.method) {
            trace::unsent(&call.span, &unsent);
            return Err(unsent);
        }
        Ok(call)
    }

    /// What would be sent.
    pub(crate) fn dry_run<R: Request>(
        request: &R,
        options: Options,
        session: &Session,
    ) -> Result<DryRun, Unsent> {
        let call = Self::new(
            request.method_def(),
            request.encode_body(),
            options,
            session,
        )?;
        session.config.admit(&call.method)?;
        Ok(DryRun::of_call(
            call.plan,
            &call.method,
            request.record(),
            session,
        ))
    }

    fn new(
        method: MethodDef,
        body: Result<Vec<u8>, EncodeError>,
        options: Options,
        session: &Session,
    ) -> Result<Self, Unsent> {
        let method = method
            .partial(options.rows)
            .tolerant(options.tolerant || session.config.tolerant);
        let body = session.config.with_params(body?)?;
        let plan = Plan::new(&method, body, options)?;
        let span = trace::span(&plan, session.portal().host());
        Ok(Self { plan, method, span })
    }

    /// What the response to `R` is decoded into.
    pub(crate) fn receive<R: Request>(
        &self,
        output: Option<R::Decoded>,
        outcome: Result<Meta, CallError<AnyCode>>,
    ) -> Received<R> {
        let response: Response<R::Decoded> = response(output, outcome)?;
        if self.method.has_spec() {
            trace::value(&self.span, "result", &response.result.slot());
        }
        Ok(response)
    }

    /// What the caller of `R` receives.
    pub(crate) fn output<R: Request>(
        &self,
        response: Response<R::Decoded>,
    ) -> Result<Response<R::Output>, CallError<R::Error>> {
        response.into_output::<R>(self.method.name.clone())
    }
}

impl<I: Io> Driver<I> {
    /// Makes a call, and decodes its output.
    pub(crate) async fn call(
        self: &Arc<Self>,
        call: &Prepared,
        output: &mut (dyn Optional + Send),
    ) -> Result<Meta, CallError<AnyCode>> {
        let mut decoding = Decoding::new(&call.method, output);
        let attempts = self.drive(&call.plan, &call.span, &mut decoding);
        let (outcome, attempts) = attempts.await;
        let outcome = decoding.finish(outcome, attempts);
        if let Ok(meta) = &outcome {
            call.span.in_scope(|| trace::mistakes(&meta.mistakes));
        }
        outcome
    }
}
