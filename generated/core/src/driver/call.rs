//! A single call. Only its preparation and the reading of its outcome know the types of the method.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;
use tracing::Span;

use super::{Driver, Io};
use crate::policy::{Decoding, Options, Plan, Session, trace};
use crate::record::{Optional, Wire as _};
use crate::runtime::{Meta, MethodDef, response};
use crate::{AnyCode, CallError, EncodeError, Method, Response, Version};

/// A call, ready to be sent.
pub(crate) struct Prepared {
    plan: Plan,
    method: MethodDef,
    span: Span,
}

impl Prepared {
    /// The call of a method that has a spec.
    pub(crate) fn of<M: Method>(
        request: &M,
        options: Options,
        session: &Session,
    ) -> Result<Self, EncodeError> {
        let method = MethodDef::of::<M>()
            .partial(options.rows)
            .tolerant(options.tolerant || session.config.tolerant);
        let plan = Plan::of(request, options)?;
        let span = trace::span(&plan, session.portal().host());
        trace::slot(&span, "parameters", request.slot());
        Ok(Self { plan, method, span })
    }

    /// The call of a method that may have no spec.
    pub(crate) fn any(
        method: &str,
        version: Version,
        parameters: &Value,
        session: &Session,
    ) -> Result<Self, EncodeError> {
        let method: Cow<'static, str> = Cow::Owned(method.to_owned());
        let plan = Plan::any(method.clone(), version, parameters)?;
        let span = trace::span(&plan, session.portal().host());
        let method = MethodDef::any(method);
        Ok(Self { plan, method, span })
    }

    /// What the caller of `M` receives.
    pub(crate) fn receive<M: Method>(
        &self,
        output: Option<M::Output>,
        outcome: Result<Meta, CallError<AnyCode>>,
    ) -> Result<Response<M::Output>, CallError<M::Error>> {
        let response: Response<M::Output> = response(output, outcome)?;
        trace::slot(&self.span, "result", response.result.slot());
        Ok(response)
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
