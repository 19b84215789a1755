//! Examples as Rust: the parameters of a call to the expression that builds its request.

mod builder;
mod list;
mod value;

use super::lowering::{Lowering, request_path};
use crate::docs;
use crate::json::Json;
use crate::model::{Answer, Example, Method};
use crate::rust::CRATE;
use builder::Builder;

impl Lowering<'_> {
    /// The request of a successful example, with full paths.
    pub(super) fn built(&self, method: &Method, example: &Example) -> Option<String> {
        let succeeds = matches!(example.answer, Answer::Success { .. });
        let params = example.params.as_ref();
        succeeds.then(|| request(&mut Builder::new(self, false), method, params))?
    }

    /// The lines of a doctest: the first successful example; or a request without parameters, if that is one.
    pub(super) fn usage(&self, method: &Method, error: &str) -> Option<Vec<String>> {
        let succeeds = |example: &&Example| matches!(example.answer, Answer::Success { .. });
        let example = method.examples.iter().find(succeeds);
        if example.is_none() && method.params.fields.iter().any(|param| param.required) {
            return None;
        }
        let mut builder = Builder::new(self, true);
        let path = request_path(method);
        let name = builder.path(&path);
        let params = example.and_then(|example| example.params.as_ref());
        let request = request(&mut builder, method, params)?;
        let error = path.beside(error.to_owned()).outside();
        let returns = format!("Result<(), {CRATE}::CallError<{error}>>");
        let mut lines = vec![format!(
            "# fn example(status: u16, body: &str) -> {returns} {{"
        )];
        lines.extend(builder.uses());
        lines.push(String::new());
        lines.extend(docs::statements(&format!("let request = {request};")));
        lines.push(format!(
            "let result = {CRATE}::decode::<{name}>(status, body)?.result;"
        ));
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
        Some(lines)
    }
}

fn request(
    builder: &mut Builder<'_, '_>,
    method: &Method,
    params: Option<&Json>,
) -> Option<String> {
    let entries = match params {
        Some(Json::Map(entries)) => entries.as_slice(),
        _ => &[],
    };
    builder.object(&request_path(method), &method.params, entries)
}
