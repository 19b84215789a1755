//! Whether a portal has a method.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::once::Once;
use super::{Driver, Io, Prepared};
use crate::policy::supports::{AskMethod, Documentation, documentation, spelt};
use crate::policy::{Options, Plan, trace};
use crate::{AnyCode, CallError, Version};

/// What the portal has said about methods.
#[derive(Default)]
pub(super) struct Known {
    /// By the name of the method in lower case.
    methods: Once<bool>,
    /// All methods of REST 3, as the answer to one question.
    rest3: Once<Arc<BTreeSet<String>>>,
}

impl<I: Io> Driver<I> {
    /// Whether the portal has a method, and this client may call it.
    pub(crate) async fn supports(
        self: &Arc<Self>,
        method: &str,
        version: Version,
    ) -> Result<bool, CallError<AnyCode>> {
        let name = spelt(method);
        // As long as an attempt of the one who asks may take.
        let (io, patience) = (&self.io, self.session.config.timeout);
        match version {
            Version::V2 => {
                let known = &self.known.methods;
                let ask = self.ask_method(&name);
                known.get(&name, io, patience, ask).await
            }
            Version::V3 => {
                let known = &self.known.rest3;
                let methods = known.get("", io, patience, self.ask_rest3()).await?;
                Ok(methods.contains(&name))
            }
        }
    }

    async fn ask_method(self: &Arc<Self>, name: &str) -> Result<bool, CallError<AnyCode>> {
        let question = AskMethod::new(name);
        let call = Prepared::of(&question, Options::default(), &self.session)?;
        let mut output = None;
        let outcome = self.call(&call, &mut output).await;
        let response = call.receive::<AskMethod>(output, outcome)?;
        Ok(response.result.exists && response.result.is_available)
    }

    async fn ask_rest3(self: &Arc<Self>) -> Result<Arc<BTreeSet<String>>, CallError<AnyCode>> {
        let method = documentation();
        let plan = Plan::new(&method, b"{}".to_vec(), Options::default())?;
        let span = trace::span(&plan, self.session.portal().host());
        let mut other = None;
        let mut decoder = Documentation::new(&method, &mut other);
        let (outcome, attempts) = self.drive(&plan, &span, &mut decoder).await;
        decoder.finish(outcome, attempts).map(Arc::new)
    }
}
