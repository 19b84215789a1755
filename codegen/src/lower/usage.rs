//! Examples as Rust: the parameters of a call to the expression that builds its request; how it is sent, and what is done
//! with the answer.

mod answer;
mod builder;
mod decimal;
mod list;
mod text;
mod value;

use super::lowering::{Lowering, request_path};
use crate::docs;
use crate::json::Json;
use crate::model::{Answer, Example, Method};
use crate::rust::{CRATE, Path};
use builder::{Builder, Expr};

impl Lowering<'_> {
    /// The request of a successful example, with full paths.
    pub(super) fn built(&self, method: &Method, example: &Example) -> Option<String> {
        result(example)?;
        let path = request_path(method);
        let params = example.params.as_ref();
        Builder::new(self, false).request(&path.outside(), &path, method, params)
    }

    /// The lines of a doctest: the first successful example; or a request without parameters, if that is one.
    pub(super) fn usage(&self, method: &Method) -> Option<Vec<String>> {
        let mut examples = method.examples.iter();
        let example = examples.find_map(|example| Some((example, result(example)?)));
        if example.is_none() && !method.params.may_be_empty() {
            return None;
        }
        let mut builder = Builder::new(self, true);
        let path = request_path(method);
        let name = builder.qualified(&path);
        let params = example.and_then(|(example, _)| example.params.as_ref());
        let request = builder.request(&name, &path, method, params)?;
        let sent = self.sending(method, &request, example.map(|(_, result)| result));
        // A doctest knows the features of the crate.
        let mut lines = vec!["# #[cfg(feature = \"client-core\")]".to_owned()];
        lines.push(format!(
            "# async fn example(bitrix: {CRATE}::Bitrix24) -> Result<(), {CRATE}::Error> {{"
        ));
        lines.extend(docs::statements(&builder.uses().join("\n")));
        lines.push(String::new());
        lines.extend(docs::statements(&sent));
        lines.extend(["# Ok(())", "# }"].map(str::to_owned));
        Some(lines)
    }
}

impl Builder<'_, '_> {
    /// The request at `path`, which is called `name`.
    fn request(&mut self, name: &str, path: &Path, method: &Method, params: Option<&Json>) -> Expr {
        let entries = match params {
            Some(Json::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        self.object(name, path, &method.params, entries)
    }
}

/// What an example answers, if that is no error.
fn result(example: &Example) -> Option<&Json> {
    match &example.answer {
        Answer::Success { result, .. } => Some(result),
        Answer::Failure(_) => None,
    }
}
