//! Examples as Rust: the parameters of a call to the expression that builds its request.

mod builder;
mod decimal;
mod list;
mod value;

use super::lowering::{Lowering, request_path};
use crate::docs;
use crate::json::Json;
use crate::model::{Answer, Example, Method};
use crate::rust::CRATE;
use builder::{Builder, Expr};

impl Lowering<'_> {
    /// The request of a successful example, with full paths.
    pub(super) fn built(&self, method: &Method, example: &Example) -> Option<String> {
        let params = example.params.as_ref();
        succeeds(example).then(|| Builder::new(self, false).request(method, params))?
    }

    /// The lines of a doctest: the first successful example; or a request without parameters, if that is one.
    pub(super) fn usage(&self, method: &Method, error: &str) -> Option<Vec<String>> {
        let example = method.examples.iter().find(|example| succeeds(example));
        if example.is_none() && !method.params.may_be_empty() {
            return None;
        }
        let mut builder = Builder::new(self, true);
        let path = request_path(method);
        let name = builder.path(&path);
        let params = example.and_then(|example| example.params.as_ref());
        let request = builder.request(method, params)?;
        let error = path.beside(error.to_owned()).outside();
        let returns = format!("Result<(), {CRATE}::CallError<{error}>>");
        let decoded = format!("{CRATE}::decode::<{name}>(status, body)?.result");
        let head = format!("# fn example(status: u16, body: &str) -> {returns} {{");
        let mut lines = vec![head];
        lines.extend(builder.uses());
        lines.push(String::new());
        lines.extend(docs::statements(&format!("let request = {request};")));
        lines.push(format!("let result = {decoded};"));
        lines.extend(["# Ok(())", "# }"].map(str::to_owned));
        Some(lines)
    }
}

impl Builder<'_, '_> {
    fn request(&mut self, method: &Method, params: Option<&Json>) -> Expr {
        let entries = match params {
            Some(Json::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        self.object(&request_path(method), &method.params, entries)
    }
}

fn succeeds(example: &Example) -> bool {
    matches!(example.answer, Answer::Success { .. })
}
