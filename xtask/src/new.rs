//! `cargo xtask new`: a spec to be filled in, valid at once.

mod draft;
mod guess;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bitrix24_codegen::Report;
use serde_yaml::{Mapping, Value};

use crate::command::{Command, command};
use crate::{Failure, spec};

command! {
    new: "writes the spec of a method, to be filled in";
    /// Writes the spec of a method, spec/crm/deal/get.yaml for crm.deal.get; METHOD@v3 is one of REST 3. It is valid at once, and
    /// comments say what to fill in. A file that is there already stays as it is.
    struct New {
        /// makes the result and an example of the JSON of an answer, {"result": …}
        --from: Option<PathBuf>,
        method: Option<String> = "METHOD",
    }
}

impl Command for New {
    fn run(&self, root: &Path, out: &mut dyn Write) -> Result<(), Failure> {
        let Some(method) = &self.method else {
            let message = "new needs the name of a method, such as crm.deal.get";
            return Err(Failure::Usage(message.to_owned()));
        };
        let (name, folder) = match method.strip_suffix("@v3") {
            Some(name) => (name, "v3/"),
            None => (method.as_str(), ""),
        };
        if !name.split('.').all(is_part) {
            return Err(Failure::Usage(format!("`{name}` is no name of a method")));
        }
        let path = format!("{folder}{}.yaml", name.replace('.', "/"));
        let full = root.join("spec").join(&path);
        if full.exists() {
            return Err(format!("spec/{path} is there already").into());
        }
        let text = valid(root, &path, name, self.from.as_deref())?;
        if let Some(parent) = full.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut file = fs::File::create_new(&full)?;
        file.write_all(text.as_bytes())?;
        Ok(writeln!(out, "created spec/{path}")?)
    }
}

/// Whether it may stand between the dots of a name.
fn is_part(part: &str) -> bool {
    let first = part.starts_with(|c: char| c.is_ascii_alphabetic());
    first && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The text of the spec, laid out and checked beside the others: only mistakes of this file count.
fn valid(root: &Path, path: &str, name: &str, from: Option<&Path>) -> Result<String, Failure> {
    let answer = from.map(answer).transpose()?;
    let mut sources = spec::read(root)?;
    let text = draft::text(name, &sources, answer.as_ref())?;
    let text = bitrix24_codegen::format(path, &text).map_err(|report| invalid(&report, path))?;
    sources.insert(path.to_owned(), text.clone());
    match bitrix24_codegen::check(&sources) {
        Err(report) if report.diagnostics().iter().any(|found| found.file == path) => {
            Err(invalid(&report, path))
        }
        _ => Ok(text),
    }
}

/// What is wrong with the spec that was made.
fn invalid(report: &Report, path: &str) -> Failure {
    let mut own = report.diagnostics().iter();
    let own = own.find(|found| found.file == path);
    let message = own.map_or("", |found| &found.message);
    format!("no valid spec can be made of this: {message}").into()
}

/// The answer in a file.
fn answer(path: &Path) -> Result<Mapping, Failure> {
    let wrong = |problem: String| format!("{}: {problem}", path.display());
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    // Only a value of YAML keeps the keys in their order.
    let answer: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    match answer {
        Value::Mapping(answer) if answer.contains_key("result") => Ok(answer),
        _ => Err(wrong("this is no answer: it has no `result`".to_owned()).into()),
    }
}
